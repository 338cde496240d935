import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kioskIdSchema } from '@haizhu/shared/ids';
import { type WireEntry, writeEntry } from '@haizhu/shared/journal/entry';
import { packEntries } from '@haizhu/shared/sync/packed-entries';
import { authorityReaction } from '@haizhu/sync-server/applications/authority-reaction';
import { DomainEvents } from '@haizhu/sync-server/domain-events';
import type { KioskBatch } from '@haizhu/sync-server/ledger/ingest';
import { Ledger } from '@haizhu/sync-server/ledger/ledger';
import { addKiosks } from '@haizhu/sync-server/ledger/testing';
import { chainStartDigest, digestOf } from '@haizhu/sync-server/ledger/verify-entry';
import { openStore } from '@haizhu/sync-server/storage/open-store';
import { newId, submittedBody } from '../chaos/visit.ts';
import { sealedLike } from './backlog.ts';
import { median, rounded } from './statistics.ts';

const SMALL = 50_000;
const LARGE = 500_000;
const LARGE_FULL = 5_000_000;
/** Entries over which the cost is measured, ending at the size. */
const MEASURED = 20_000;
const BATCH = 500;
const KIOSKS = 40;

/** What one kiosk pushes next. What was handed over is forgotten: millions of entries do not stay in memory. */
class Feed {
  readonly #kiosk: string;
  #seq = 0;
  #prev: string;
  #ready: WireEntry[] = [];

  constructor(kiosk: string) {
    this.#kiosk = kiosk;
    this.#prev = chainStartDigest(kiosk, 1);
  }

  next(at: number): KioskBatch {
    while (this.#ready.length < BATCH) this.#visit(at);
    const from = this.#seq - this.#ready.length + 1;
    return {
      kiosk: this.#kiosk,
      epoch: 1,
      from,
      entries: packEntries(this.#ready.splice(0, BATCH)),
      proved: 1,
    };
  }

  /** One visit: its begin, its application with a sealed payload, its end. */
  #visit(at: number): void {
    const body = submittedBody(newId(), newId());
    const { session } = body;
    this.#add('session.started', { session, language: 'zh' }, at);
    this.#add('application.submitted', body, at, sealedLike());
    this.#add('session.ended', { session, outcome: 'intake', durationMs: 60_000, lastStep: 'result' }, at);
  }

  #add(kind: string, body: Record<string, unknown>, at: number, sealed: string | null = null): void {
    this.#seq += 1;
    const text = writeEntry({
      kiosk: kioskIdSchema.parse(this.#kiosk),
      epoch: 1,
      seq: this.#seq,
      kind,
      version: 1,
      at,
      wall: at,
      prev: this.#prev,
      sealed: sealed === null ? null : digestOf(sealed),
      body,
    });
    this.#prev = digestOf(text);
    this.#ready.push({ text, sealed });
  }
}

/** What one entry costs the ledger when it is small, and when it is large: verification, append, projections, commit. */
export async function growthBench(
  say: (line: string) => void,
  full: boolean,
): Promise<Record<string, number>> {
  const large = full ? LARGE_FULL : LARGE;
  const dataDir = await mkdtemp(join(tmpdir(), 'haizhu-growth-'));
  const opened = await openStore({ dataDir });
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  try {
    const clock = { now: () => Date.now() };
    const ledger = new Ledger({
      store,
      events: new DomainEvents(),
      clock,
      reactions: [authorityReaction(store.engine, clock)],
    });
    const names = Array.from({ length: KIOSKS }, (_, n) => `BENCH-${n + 1}`);
    await addKiosks(store, ...names);
    const feeds = names.map((name) => new Feed(name));
    const costs = new Map<number, number>();
    let measured: number[] = [];
    let begun = performance.now();
    for (let entries = 0; entries < large; ) {
      const feed = feeds[(entries / BATCH) % KIOSKS];
      if (feed === undefined) throw new Error('no kiosk');
      const batch = feed.next(Date.now());
      const before = performance.now();
      const [result] = await ledger.ingest([batch]);
      const took = performance.now() - before;
      if (result?.ok !== true || result.setAside.length > 0 || result.conflicts.length > 0) {
        throw new Error(`not taken: ${JSON.stringify(result)}`);
      }
      entries += BATCH;
      const size = entries <= SMALL ? SMALL : large;
      if (entries > size - MEASURED) measured.push((took / BATCH) * 1000);
      if (entries === size) {
        costs.set(size, median(measured));
        measured = [];
        say(
          `${size} entries: ${rounded(costs.get(size) ?? 0)} µs an entry (median of ${MEASURED / BATCH} batches of ${BATCH})`,
        );
      }
      if (entries % 500_000 === 0) {
        say(`${entries} entries after ${Math.round((performance.now() - begun) / 1000)} s more`);
        begun = performance.now();
      }
    }
    const small = costs.get(SMALL) ?? Number.NaN;
    const grown = costs.get(large) ?? Number.NaN;
    return {
      growthEntries: large,
      ingestSmallUs: rounded(small),
      ingestLargeUs: rounded(grown),
      ingestGrowth: rounded(grown / small),
    };
  } finally {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
