import { Dexie, type Table } from 'dexie';
import {
  type BuiltEntry,
  emptyJournal,
  type JournalState,
  type JournalStore,
  mustBegin,
  type Place,
  type Queue,
  type StoredEntry,
} from '../sync/journal-store.ts';
import { queueOf, withinBytes } from '../sync/memory-journal-store.ts';
import type { OpenItem } from '../sync/open-items.ts';
import { forgetStep, type KeepRule, withThrough } from '../sync/sealed-keeping.ts';

interface Setting {
  readonly key: string;
  readonly value: unknown;
}

/** The kiosk's database. Its transactions are strict: they resolve when the disk has them (S1). */
export class KioskDatabase extends Dexie {
  declare readonly journals: Table<JournalState, number>;
  declare readonly entries: Table<StoredEntry, [number, number]>;
  declare readonly openItems: Table<OpenItem, string>;
  declare readonly settings: Table<Setting, string>;

  constructor(
    name = 'haizhu-kiosk',
    options: { indexedDB?: IDBFactory; IDBKeyRange?: typeof IDBKeyRange } = {},
  ) {
    super(name, { chromeTransactionDurability: 'strict', ...options });
    this.version(1).stores({
      journals: 'epoch',
      entries: '[epoch+seq], lookup',
      openItems: 'id',
      settings: 'key',
    });
  }
}

/** Somebody else has written since: nothing was noted, and the state is read again. */
class StateChanged extends Error {}

/** Only a second window would change the state in between, and it may not write (S10). */
const MOST_TRIES = 10;

/**
 * A commit is one way to the database and back: it is written behind the state this store wrote last, and stored only
 * where that is the state still. Writing is done one after the other, as the database does it anyway.
 */
export class DexieJournalStore implements JournalStore {
  readonly #db: KioskDatabase;
  /** As this store wrote or read them last. */
  readonly #written = new Map<number, JournalState>();
  #writing: Promise<unknown> = Promise.resolve();
  /** Places of applications that may still wait; null before they were asked for, and after the server went back. */
  #applications: (readonly [epoch: number, seq: number])[] | null = null;

  constructor(db: KioskDatabase) {
    this.#db = db;
  }

  async begin(epoch: number, digest: string, from?: number, open: readonly OpenItem[] = []): Promise<void> {
    const { journals, openItems } = this.#db;
    await this.#db.transaction('rw', journals, openItems, async () => {
      if (!mustBegin(await journals.get(epoch), from)) return;
      await journals.put(emptyJournal(epoch, digest, from));
      await openItems.bulkPut([...open]);
    });
    this.#written.delete(epoch);
  }

  async states(): Promise<readonly JournalState[]> {
    return this.#db.journals.orderBy('epoch').toArray();
  }

  append(epoch: number, build: (place: Place) => BuiltEntry): Promise<StoredEntry> {
    return this.#behind(epoch, (state) => this.#append(state, build));
  }

  async #append(state: JournalState, build: (place: Place) => BuiltEntry): Promise<StoredEntry> {
    const { epoch } = state;
    const seq = state.head + 1;
    const { open, ...rest } = build({ epoch, seq, prev: state.headDigest });
    const entry: StoredEntry = { epoch, seq, ...rest };
    const after: JournalState = { ...state, head: seq, headDigest: entry.digest };
    await this.#transact(['entries', 'journals', 'openItems'], 'strict', (transaction) => {
      // Refused where the place is taken, and all with it: then the state was another.
      transaction.objectStore('entries').add(entry);
      transaction.objectStore('journals').put(after);
      const items = transaction.objectStore('openItems');
      for (const id of open.remove) items.delete(id);
      for (const item of open.put) items.put(item);
      transaction.commit();
    });
    this.#written.set(epoch, after);
    if (entry.lookup !== undefined) this.#applications?.push([epoch, seq]);
    return entry;
  }

  /** Not strict: what of it a power cut takes is learnt again from the next welcome. It waits for no entry's commit. */
  async setThrough(epoch: number, through: number): Promise<void> {
    await this.#behind(epoch, async (state) => {
      if (through < state.through) this.#applications = null;
      const after = withThrough(state, through);
      await this.#transact(['journals'], 'relaxed', (transaction) => {
        const journals = transaction.objectStore('journals');
        const found: IDBRequest<JournalState | undefined> = journals.get(epoch);
        found.onsuccess = () => {
          if (isSame(found.result, state)) journals.put(after);
          else transaction.abort();
        };
      });
      this.#written.set(epoch, after);
    });
  }

  async forgetSealed(epoch: number, rule: KeepRule, most: number): Promise<number> {
    return this.#behind(epoch, async (state) => {
      const { state: after, from, to } = forgetStep(state, rule, most);
      if (after === state) return 0;
      const { journals, entries } = this.#db;
      await this.#db.transaction('rw', journals, entries, async () => {
        if (!isSame(await journals.get(epoch), state)) throw new StateChanged('journal');
        await journals.put(after);
        await entries
          .where('[epoch+seq]')
          .between([epoch, from], [epoch, to], true, true)
          .modify((entry, place) => {
            place.value = { ...entry, sealed: null };
          });
      });
      this.#written.set(epoch, after);
      return to - from + 1;
    });
  }

  /**
   * Does all that is asked for or nothing. IndexedDB by itself: Dexie has one durability for all, and no way to end a
   * transaction without going back and forth once more.
   */
  async #transact(
    stores: readonly ('entries' | 'journals' | 'openItems')[],
    durability: IDBTransactionDurability,
    ask: (transaction: IDBTransaction) => void,
  ): Promise<void> {
    if (!this.#db.isOpen()) await this.#db.open();
    let transaction: IDBTransaction;
    try {
      transaction = this.#db.backendDB().transaction(stores, 'readwrite', { durability });
    } catch (error) {
      // The browser has closed the database meanwhile; Dexie opens it again when it is read.
      throw new StateChanged(String(error));
    }
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      // Without an error it was given up here.
      transaction.onabort = () => reject(transaction.error ?? new StateChanged('journal'));
      try {
        ask(transaction);
      } catch (error) {
        transaction.abort();
        reject(error);
      }
    });
  }

  /** Does the work behind all that was asked before, and again with what is read anew when the state was another. */
  #behind<T>(epoch: number, work: (state: JournalState) => Promise<T>): Promise<T> {
    const run = async (): Promise<T> => {
      for (let left = MOST_TRIES; ; left -= 1) {
        const state = this.#written.get(epoch) ?? (await this.#db.journals.get(epoch));
        if (state === undefined) throw new Error(`no journal of epoch ${epoch}`);
        try {
          return await work(state);
        } catch (error) {
          // Whatever the reason: what the database holds now is not known.
          this.#written.delete(epoch);
          if (!isStateChanged(error) || left <= 1) throw error;
        }
      }
    };
    const done = this.#writing.then(run);
    this.#writing = done.catch(() => undefined);
    return done;
  }

  async read(
    epoch: number,
    from: number,
    maxEntries: number,
    maxBytes: number,
  ): Promise<readonly StoredEntry[]> {
    const found = await this.#db.entries
      .where('[epoch+seq]')
      .between([epoch, from], [epoch, from + maxEntries], true, false)
      .toArray();
    return withinBytes(found, maxBytes);
  }

  async queue(): Promise<Queue> {
    return queueOf(await this.states(), (epoch, seq) => this.#db.entries.get([epoch, seq]));
  }

  async waitingApplications(): Promise<number> {
    // Keys alone, once: what was written since is known from the writing.
    this.#applications ??= [...(await this.#db.entries.orderBy('lookup').primaryKeys())];
    const through = new Map((await this.states()).map((state) => [state.epoch, state.through]));
    this.#applications = this.#applications.filter(([epoch, seq]) => seq > (through.get(epoch) ?? 0));
    return this.#applications.length;
  }

  async openItems(): Promise<readonly OpenItem[]> {
    return this.#db.openItems.toArray();
  }

  async findByLookup(lookup: string): Promise<StoredEntry | null> {
    return (await this.#db.entries.where('lookup').equals(lookup).first()) ?? null;
  }
}

const isSame = (found: JournalState | undefined, { head, headDigest, through }: JournalState) =>
  found?.head === head && found.headDigest === headDigest && found.through === through;

/** Found by looking, or told by the database because the place of the entry is taken. */
function isStateChanged(error: unknown): boolean {
  return error instanceof StateChanged || (error instanceof DOMException && error.name === 'ConstraintError');
}
