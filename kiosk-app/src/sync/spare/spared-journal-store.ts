import type { BuiltEntry, JournalStore, Place, StoredEntry } from '../journal-store.ts';
import { restoreFromSpare } from './restore-spare.ts';
import type { SpareCopy } from './spare-copy.ts';

export interface SparedOptions {
  readonly store: JournalStore;
  readonly spare: SpareCopy;
  readonly kiosk: string;
  /** Something that staff must know; without the content of an entry. */
  log(event: string, error: unknown): void;
}

/** Entries read at a time where the copy has to catch up. */
const PAGE = { entries: 200, bytes: 1_000_000 } as const;

/**
 * A journal store whose queue is kept twice. The store is what counts; a spare copy that cannot be written stops
 * nobody, is told to the log, and catches up with the next entry that it takes.
 */
export class SparedJournalStore implements JournalStore {
  readonly #options: SparedOptions;
  readonly #through = new Map<number, number>();
  /** First entry of each epoch that the copy may lack. */
  readonly #lacks = new Map<number, number>();
  #copying: Promise<void> = Promise.resolve();
  #failing = false;

  private constructor(options: SparedOptions) {
    this.#options = options;
  }

  /** Puts back first what only the copy has, then makes the copy whole. */
  static async open(options: SparedOptions): Promise<SparedJournalStore> {
    const { store, spare, kiosk, log } = options;
    const held = spare.held.find((h) => h.kiosk === kiosk)?.entries ?? [];
    const { entries, left } = await restoreFromSpare(store, held);
    if (entries > 0) log('restored-from-spare', `${entries} entries`);
    if (left > 0) log('not-restored-from-spare', `${left} entries`);
    const spared = new SparedJournalStore(options);
    await spared.#begin(new Set(held.map(({ text }) => text)));
    return spared;
  }

  /** Whether the copy has all that is queued, as far as is known. */
  get isWhole(): boolean {
    return !this.#failing && this.#lacks.size === 0;
  }

  async #begin(held: ReadonlySet<string>): Promise<void> {
    const { store, spare, kiosk } = this.#options;
    const states = await store.states();
    for (const { epoch, through } of states) {
      this.#through.set(epoch, through);
      this.#lack(epoch, through + 1);
    }
    await this.#copy(async () => {
      await spare.begin(kiosk);
      for (const { epoch, through } of states) await spare.acknowledged(epoch, through);
      await this.#catchUp(({ text }) => !held.has(text));
    });
  }

  begin(epoch: number, chainStartDigest: string, from?: number): Promise<void> {
    return this.#options.store.begin(epoch, chainStartDigest, from);
  }

  states(): ReturnType<JournalStore['states']> {
    return this.#options.store.states();
  }

  /** Nobody is told of an entry that is not in both (S1), as long as the copy can be written. */
  async append(epoch: number, build: (place: Place) => BuiltEntry): Promise<StoredEntry> {
    const entry = await this.#options.store.append(epoch, build);
    await this.#copy(async () => {
      await this.#catchUp();
      await this.#options.spare.add(entry);
    }, entry);
    return entry;
  }

  read(...asked: Parameters<JournalStore['read']>): ReturnType<JournalStore['read']> {
    return this.#options.store.read(...asked);
  }

  async setThrough(epoch: number, through: number): Promise<void> {
    await this.#options.store.setThrough(epoch, through);
    const before = this.#through.get(epoch) ?? 0;
    this.#through.set(epoch, through);
    if (through < before) {
      // The server went back in time (S7): what it had is queued again.
      this.#lack(epoch, through + 1);
      void this.#copy(() => this.#catchUp());
    } else void this.#copy(() => this.#options.spare.acknowledged(epoch, through));
  }

  forgetSealed(...asked: Parameters<JournalStore['forgetSealed']>): ReturnType<JournalStore['forgetSealed']> {
    return this.#options.store.forgetSealed(...asked);
  }

  queue(): ReturnType<JournalStore['queue']> {
    return this.#options.store.queue();
  }

  waitingApplications(): Promise<number> {
    return this.#options.store.waitingApplications();
  }

  openItems(): ReturnType<JournalStore['openItems']> {
    return this.#options.store.openItems();
  }

  findByLookup(lookup: string): ReturnType<JournalStore['findByLookup']> {
    return this.#options.store.findByLookup(lookup);
  }

  /** One after the other, in the order in which it was asked for. Never rejects. */
  #copy(work: () => Promise<void>, entry?: StoredEntry): Promise<void> {
    this.#copying = this.#copying.then(work).then(
      () => {
        this.#failing = false;
      },
      (error: unknown) => {
        if (entry !== undefined) this.#lack(entry.epoch, entry.seq);
        if (!this.#failing) this.#options.log('spare-copy-failed', error);
        this.#failing = true;
      },
    );
    return this.#copying;
  }

  #lack(epoch: number, seq: number): void {
    this.#lacks.set(epoch, Math.min(seq, this.#lacks.get(epoch) ?? seq));
  }

  /** Adds what the copy may lack of the queue, but what is not wanted. */
  async #catchUp(isWanted: (entry: StoredEntry) => boolean = () => true): Promise<void> {
    const { store, spare } = this.#options;
    for (const [epoch, from] of this.#lacks) {
      for (let next = Math.max(from, (this.#through.get(epoch) ?? 0) + 1); ; ) {
        const page = await store.read(epoch, next, PAGE.entries, PAGE.bytes);
        for (const entry of page) if (isWanted(entry)) await spare.add(entry);
        const last = page.at(-1);
        if (last === undefined) break;
        next = last.seq + 1;
      }
      this.#lacks.delete(epoch);
    }
  }
}
