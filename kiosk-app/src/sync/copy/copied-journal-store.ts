import type { BuiltEntry, JournalStore, Place, StoredEntry } from '../journal-store.ts';
import { CopyKeeper } from './copy-keeper.ts';
import { restoreFromCopy } from './restore-copy.ts';
import type { VaultCopy } from './vault-copy.ts';

export interface CopiedOptions {
  readonly store: JournalStore;
  readonly copy: VaultCopy;
  /** Something that staff must know; without the content of an entry. */
  log(event: string, error: unknown): void;
}

/** The vault could not take it, and nothing may be promised that one copy holds. */
export class OnlyOneCopyError extends Error {}

/**
 * A journal store whose queue is kept twice: in the vault first, then in the database. So the database never holds a
 * promise that the vault does not, and an entry that one of the two refuses is in neither.
 */
export class CopiedJournalStore implements JournalStore {
  readonly #store: JournalStore;
  readonly #keeper: CopyKeeper;
  /** As this store wrote or read it last; nobody else writes (S10). */
  readonly #places = new Map<number, Place>();
  #appending: Promise<unknown> = Promise.resolve();

  private constructor({ store, copy, log }: CopiedOptions) {
    this.#store = store;
    this.#keeper = new CopyKeeper(store, copy, log);
  }

  /** Puts back first what only the vault has, then makes the copy whole. Rejects where the vault cannot be read. */
  static async open(options: CopiedOptions): Promise<CopiedJournalStore> {
    const { store, copy, log } = options;
    const { journals, entries, left } = await restoreFromCopy(store, await copy.held());
    if (journals + entries > 0) log('restored-from-vault', `${entries} entries`);
    if (left > 0) log('not-restored-from-vault', `${left} entries`);
    const copied = new CopiedJournalStore(options);
    await copied.#keeper.begin();
    return copied;
  }

  /** Whether the vault has all that is queued, as far as is known. */
  get isWhole(): boolean {
    return this.#keeper.isWhole;
  }

  /** Tells at once and at each change whether all is kept twice. Returns how to stop. */
  watchWhole(listener: (isWhole: boolean) => void): () => void {
    return this.#keeper.watch(listener);
  }

  /** Brings the vault what it lacks, where it lacks something. Never rejects. */
  mend(): Promise<void> {
    return this.#keeper.mend();
  }

  /** Writes the vault no more. */
  close(): void {
    this.#keeper.close();
  }

  begin(...asked: Parameters<JournalStore['begin']>): Promise<void> {
    return this.#store.begin(...asked);
  }

  states(): ReturnType<JournalStore['states']> {
    return this.#store.states();
  }

  /**
   * What is no promise to anybody, but says what has happened, is also written where the vault is away: the vault is
   * brought it later. Of a promise nothing is written then.
   */
  append(epoch: number, build: (place: Place) => BuiltEntry, isPromise = false): Promise<StoredEntry> {
    const done = this.#appending.then(() => this.#append(epoch, build, isPromise));
    this.#appending = done.catch(() => undefined);
    return done;
  }

  async #append(
    epoch: number,
    build: (place: Place) => BuiltEntry,
    isPromise: boolean,
  ): Promise<StoredEntry> {
    const place = this.#places.get(epoch) ?? (await this.#readPlace(epoch));
    const built = build(place);
    const isCopied = await this.#keeper.add(place, built);
    if (isPromise && !isCopied) throw new OnlyOneCopyError('the vault did not take it');
    try {
      const entry = await this.#store.append(epoch, (found) => {
        if (found.seq !== place.seq || found.prev !== place.prev)
          throw new Error('somebody else has written');
        return built;
      });
      this.#places.set(epoch, { epoch, seq: entry.seq + 1, prev: entry.digest });
      if (!isCopied) this.#keeper.lacks(epoch, entry.seq);
      return entry;
    } catch (error) {
      this.#places.delete(epoch);
      this.#keeper.takeBack(place);
      throw error;
    }
  }

  async #readPlace(epoch: number): Promise<Place> {
    const state = (await this.#store.states()).find((one) => one.epoch === epoch);
    if (state === undefined) throw new Error(`no journal of epoch ${epoch}`);
    return { epoch, seq: state.head + 1, prev: state.headDigest };
  }

  read(...asked: Parameters<JournalStore['read']>): ReturnType<JournalStore['read']> {
    return this.#store.read(...asked);
  }

  async setThrough(epoch: number, through: number): Promise<void> {
    await this.#store.setThrough(epoch, through);
    this.#keeper.through(epoch, through);
  }

  forgetSealed(...asked: Parameters<JournalStore['forgetSealed']>): ReturnType<JournalStore['forgetSealed']> {
    return this.#store.forgetSealed(...asked);
  }

  queue(): ReturnType<JournalStore['queue']> {
    return this.#store.queue();
  }

  waitingApplications(): Promise<number> {
    return this.#store.waitingApplications();
  }

  openItems(): ReturnType<JournalStore['openItems']> {
    return this.#store.openItems();
  }

  findByLookup(lookup: string): ReturnType<JournalStore['findByLookup']> {
    return this.#store.findByLookup(lookup);
  }
}
