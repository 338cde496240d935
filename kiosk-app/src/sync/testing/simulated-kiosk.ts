import type { Applicant } from '@haizhu/shared/journal/sealed';
import { CopiedJournalStore } from '../copy/copied-journal-store.ts';
import type { VaultCopy } from '../copy/vault-copy.ts';
import { sha256Hex } from '../digest.ts';
import type { JournalStore } from '../journal-store.ts';
import { JournalWriter } from '../journal-writer.ts';
import { MemoryJournalStore } from '../memory-journal-store.ts';
import { SyncService } from '../sync-service.ts';
import type { Transport } from '../transport.ts';
import { TrustedClock } from '../trusted-clock.ts';
import type { PoisonKind } from './model-commands.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface SimulatedKioskOptions {
  readonly time: VirtualTime;
  readonly transport: Transport;
  readonly store?: JournalStore;
  readonly copy?: VaultCopy;
  readonly epoch?: number;
  readonly random?: () => number;
  /** Proof of the kiosk's key; any text where the server does not look at it. */
  readonly sign?: (text: string) => Promise<string>;
}

/** The kiosk's own journal and sync code with a simulated clock, network and disk. */
export class SimulatedKiosk {
  readonly store: JournalStore;
  readonly service: SyncService;
  readonly journal: JournalWriter;
  /** Error of the machine's clock, ms; a test may jump it. */
  clockErrorMs: { value: number };
  /** Names of the keys it was told to seal to, in their order. */
  readonly sealingKids: readonly string[];
  readonly #epoch: number;

  private constructor(
    store: JournalStore,
    service: SyncService,
    journal: JournalWriter,
    clockErrorMs: { value: number },
    sealingKids: readonly string[],
    epoch: number,
  ) {
    this.sealingKids = sealingKids;
    this.#epoch = epoch;
    this.store = store;
    this.service = service;
    this.journal = journal;
    this.clockErrorMs = clockErrorMs;
  }

  static async start(options: SimulatedKioskOptions): Promise<SimulatedKiosk> {
    const { time, transport, epoch = 1, random = () => 0.5, copy } = options;
    const inDatabase = options.store ?? new MemoryJournalStore();
    const store =
      copy === undefined
        ? inDatabase
        : await CopiedJournalStore.open({ store: inDatabase, copy, log: () => {} });
    const { sign = async () => 'signature' } = options;
    const clockErrorMs = { value: 0 };
    const clock = new TrustedClock(
      { wall: () => time.now() + clockErrorMs.value, monotonic: () => time.now() },
      null,
    );
    const sealingKids = ['made-up'];
    const service = new SyncService({
      kiosk: 'K1',
      epoch,
      software: 'test',
      transport,
      store,
      clock,
      timers: time,
      random,
      sign,
      sealing: { kid: () => sealingKids.at(-1) ?? '', use: ({ kid }) => void sealingKids.push(kid) },
    });
    const journal = await JournalWriter.open({
      kiosk: 'K1',
      epoch,
      store,
      clock,
      seal: async (personal: Applicant) => `sealed:${personal.name.length}`,
      onCommitted: () => service.committed(),
      onFailure: () => {},
    });
    service.start();
    return new SimulatedKiosk(store, service, journal, clockErrorMs, sealingKids, epoch);
  }

  /** Brings the second copy what it lacks. */
  async mend(): Promise<void> {
    if (this.store instanceof CopiedJournalStore) await this.store.mend();
  }

  /** Commits the start of a session, the smallest entry there is. */
  async commitSession(id: string): Promise<boolean> {
    const result = await this.journal.commit({
      kind: 'session.started',
      body: { session: id as never, language: 'zh' },
    });
    return result.ok;
  }

  /** Writes what a broken program might write: right number, right chain, wrong content. */
  async appendPoison(how: PoisonKind): Promise<void> {
    await this.store.append(this.#epoch, ({ epoch, seq, prev }) => {
      const header = {
        kiosk: 'K1',
        epoch,
        seq: how === 'other-place' ? seq + 7 : seq,
        kind: how === 'unknown-kind' ? 'no.such-kind' : 'session.started',
        version: 1,
        at: 1_700_000_000_000,
        wall: 1_700_000_000_000,
        prev,
        sealed: null,
        body:
          how === 'bad-body'
            ? { session: 'x', language: 'klingon' }
            : { language: how === 'known-id' ? 'en' : 'zh', session: uuid(1) },
      };
      const text = how === 'not-json' ? `{"seq":${seq},"prev":"${prev}"` : JSON.stringify(header);
      return { text, sealed: null, digest: sha256Hex(text), at: header.at, open: { put: [], remove: [] } };
    });
  }

  async queued(): Promise<number> {
    return (await this.store.queue()).queued;
  }
}

/** The n-th made-up uuid. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}
