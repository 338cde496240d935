import { Dexie, type Table } from 'dexie';
import type {
  BuiltEntry,
  JournalState,
  JournalStore,
  Place,
  Queue,
  StoredEntry,
} from '../sync/journal-store.ts';
import { queueOf, withinBytes } from '../sync/memory-journal-store.ts';
import type { OpenItem } from '../sync/open-items.ts';

interface Setting {
  readonly key: string;
  readonly value: unknown;
}

/** The kiosk's database. Every transaction is strict: it resolves when the disk has it (S1). */
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

export class DexieJournalStore implements JournalStore {
  readonly #db: KioskDatabase;

  constructor(db: KioskDatabase) {
    this.#db = db;
  }

  async begin(epoch: number, chainStartDigest: string): Promise<void> {
    await this.#db.transaction('rw', this.#db.journals, async () => {
      if ((await this.#db.journals.get(epoch)) !== undefined) return;
      await this.#db.journals.add({ epoch, head: 0, headDigest: chainStartDigest, through: 0 });
    });
  }

  async states(): Promise<readonly JournalState[]> {
    return this.#db.journals.orderBy('epoch').toArray();
  }

  async append(epoch: number, build: (place: Place) => BuiltEntry): Promise<StoredEntry> {
    const { journals, entries, openItems } = this.#db;
    return this.#db.transaction('rw', journals, entries, openItems, async () => {
      const state = await journals.get(epoch);
      if (state === undefined) throw new Error(`no journal of epoch ${epoch}`);
      const seq = state.head + 1;
      const { open, ...rest } = build({ epoch, seq, prev: state.headDigest });
      const entry: StoredEntry = { epoch, seq, ...rest };
      await Promise.all([
        entries.add(entry),
        journals.put({ ...state, head: seq, headDigest: entry.digest }),
        open.remove.length > 0 ? openItems.bulkDelete([...open.remove]) : undefined,
        open.put.length > 0 ? openItems.bulkPut([...open.put]) : undefined,
      ]);
      return entry;
    });
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

  async setThrough(epoch: number, through: number): Promise<void> {
    await this.#db.transaction('rw', this.#db.journals, async () => {
      const state = await this.#db.journals.get(epoch);
      if (state === undefined) throw new Error(`no journal of epoch ${epoch}`);
      await this.#db.journals.put({ ...state, through });
    });
  }

  async queue(): Promise<Queue> {
    return queueOf(
      await this.states(),
      async (epoch, seq) => (await this.#db.entries.get([epoch, seq]))?.at ?? null,
    );
  }

  async openItems(): Promise<readonly OpenItem[]> {
    return this.#db.openItems.toArray();
  }

  async findByLookup(lookup: string): Promise<StoredEntry | null> {
    return (await this.#db.entries.where('lookup').equals(lookup).first()) ?? null;
  }
}
