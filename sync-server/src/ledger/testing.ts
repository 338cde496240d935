import type { WireEntry } from '@haizhu/shared/journal/entry';
import { writeEntry } from '@haizhu/shared/journal/entry';
import type { EntryBody, KioskKind } from '@haizhu/shared/journal/kinds';
import { type PackedEntries, packEntries } from '@haizhu/shared/sync/packed-entries';
import type { Store } from '../storage/store.ts';
import { looseText } from '../storage/utf8.ts';
import type { KioskBatch } from './ingest.ts';
import { chainStartDigest, digestOf } from './verify-entry.ts';

/** 2026-03-02 10:00 in Beijing. */
export const START = Date.UTC(2026, 2, 2, 2);

/** The n-th made-up uuid. */
export const uuid = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Adds stations and kiosks that are enrolled in epoch 1. */
export async function addKiosks(store: Store, ...kiosks: readonly string[]): Promise<void> {
  await store.write(async (tx) => {
    await tx
      .insertInto('station')
      .values({ id: 'S1', name_zh: '测试派出所', name_en: 'Test station' })
      .onConflict((c) => c.doNothing())
      .execute();
    for (const id of kiosks) {
      await tx
        .insertInto('kiosk')
        .values({
          id,
          station_id: 'S1',
          model: 'M1',
          installed_on: '2020-01-01',
          demo: 0,
          current_epoch: 1,
          created_at: START,
          revoked_at: null,
        })
        .execute();
      await tx
        .insertInto('kiosk_epoch')
        .values({
          kiosk_id: id,
          epoch: 1,
          public_key: '{}',
          key_thumbprint: '',
          enrolled_at: START,
          through: 0,
          last_digest: chainStartDigest(id, 1),
          told_head: 0,
        })
        .execute();
    }
  });
}

/** Writes a journal as a kiosk does, in memory. */
export class TestJournal {
  readonly kiosk: string;
  readonly epoch: number;
  /** Epoch of the key with which it is sent. */
  readonly proved: number;
  readonly entries: WireEntry[] = [];
  /** What stands for the text of an entry that no string can be. */
  readonly #bytes = new Map<WireEntry, Uint8Array>();
  #prev: string;

  constructor(kiosk: string, epoch = 1, proved = epoch) {
    this.kiosk = kiosk;
    this.epoch = epoch;
    this.proved = proved;
    this.#prev = chainStartDigest(kiosk, epoch);
  }

  get head(): number {
    return this.entries.length;
  }

  /** Adds a valid entry. */
  add<K extends KioskKind>(
    kind: K,
    body: EntryBody<K>,
    options: { at?: number; sealed?: string | null; header?: Record<string, unknown> } = {},
  ): WireEntry {
    const { at = START, sealed = null, header = {} } = options;
    const text = writeEntry({
      kiosk: this.kiosk as never,
      epoch: this.epoch,
      seq: this.head + 1,
      kind,
      version: 1,
      at,
      wall: at,
      prev: this.#prev,
      sealed: sealed === null ? null : digestOf(sealed),
      body,
      ...header,
    } as Parameters<typeof writeEntry>[0]);
    return this.addText(text, sealed);
  }

  /** Adds any text at the next place, as a broken program might. */
  addText(text: string, sealed: string | null = null): WireEntry {
    const entry = { text, sealed };
    this.entries.push(entry);
    this.#prev = digestOf(text);
    return entry;
  }

  /** Adds any bytes at the next place, as a broken disk might. */
  addBytes(bytes: Uint8Array): WireEntry {
    const entry = { text: looseText(bytes), sealed: null };
    this.entries.push(entry);
    this.#bytes.set(entry, bytes);
    this.#prev = digestOf(bytes);
    return entry;
  }

  session(n: number, at = START): WireEntry {
    return this.add('session.started', { session: uuid(n) as never, language: 'zh' }, { at });
  }

  application(n: number, at = START): WireEntry {
    const sealed = `sealed-${n}`;
    return this.add(
      'application.submitted',
      {
        application: uuid(n) as never,
        session: uuid(n) as never,
        item: 'hk-macao-endorsement',
        choices: [{ place: 'HKG', group: 'G', months: 3, entries: 1 }],
        feeFen: 1500,
        feeTable: '2017-1186',
        mode: 'attended',
        lookup: digestOf(`lookup-${n}`),
      },
      { at, sealed },
    );
  }

  /** After an entry was taken away: the chain ends at the one before. */
  rewind(): void {
    const before = this.entries.at(-1);
    this.#prev = before === undefined ? chainStartDigest(this.kiosk, this.epoch) : digestOf(before.text);
  }

  /** The digest that the next entry names. */
  get last(): string {
    return this.#prev;
  }

  batch(from: number, to = this.head): KioskBatch {
    const { kiosk, epoch, proved } = this;
    const packed = this.entries.slice(from - 1, to).map((entry): PackedEntries => {
      const bytes = this.#bytes.get(entry);
      return bytes === undefined ? packEntries([entry]) : { sizes: [[bytes.length, null]], bytes };
    });
    const entries = {
      sizes: packed.flatMap(({ sizes }) => sizes),
      bytes: Buffer.concat(packed.map(({ bytes }) => bytes)),
    };
    return { kiosk, epoch, from, entries, proved };
  }
}
