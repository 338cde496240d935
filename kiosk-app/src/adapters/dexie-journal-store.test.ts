import { IDBDatabase as FDBDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test, vi } from 'vitest';
import { journalStoreContract } from '../sync/testing/journal-store-contract.ts';
import { DexieJournalStore, KioskDatabase } from './dexie-journal-store.ts';

const open = (factory = new IDBFactory()) => new KioskDatabase('kiosk', { indexedDB: factory, IDBKeyRange });

describe('journal store on IndexedDB', () => {
  journalStoreContract(async () => new DexieJournalStore(open()));

  test('what was appended is there when the database is opened again', async () => {
    const factory = new IDBFactory();
    const before = open(factory);
    const store = new DexieJournalStore(before);
    await store.begin(1, 'start');
    await store.append(1, ({ seq }) => ({
      text: `t${seq}`,
      sealed: null,
      digest: 'd',
      at: 1,
      open: { put: [], remove: [] },
    }));
    before.close();
    const after = new DexieJournalStore(open(factory));
    expect((await after.read(1, 1, 10, 1000)).map((e) => e.text)).toEqual(['t1']);
    expect((await after.states())[0]).toMatchObject({ head: 1, headDigest: 'd' });
  });

  test('what is written into the journal is strict (S1); what the server acknowledged may be learnt again', async () => {
    // Before opening: Dexie keeps the function it finds then.
    const asked = vi.spyOn(FDBDatabase.prototype, 'transaction');
    const db = open();
    const store = new DexieJournalStore(db);
    await store.begin(1, 'start');
    await store.append(1, () => ({
      text: 't',
      sealed: null,
      digest: 'd',
      at: 1,
      open: { put: [], remove: [] },
    }));
    await store.setThrough(1, 1);
    const writing = asked.mock.calls.filter(([, mode]) => mode === 'readwrite').map((call) => call.slice(2));
    asked.mockRestore();
    expect(writing).toEqual([
      [{ durability: 'strict' }],
      [{ durability: 'strict' }],
      [{ durability: 'relaxed' }],
    ]);
  });

  test('a second writer beside it, which may not be, still doubles no number and breaks no chain', async () => {
    const factory = new IDBFactory();
    const stores = [new DexieJournalStore(open(factory)), new DexieJournalStore(open(factory))] as const;
    for (const store of stores) await store.begin(1, 'start');
    const append = (store: DexieJournalStore, name: string) =>
      store.append(1, ({ seq, prev }) => ({
        text: prev,
        sealed: null,
        digest: `${name}${seq}`,
        at: 1,
        open: { put: [], remove: [] },
      }));
    for (let n = 0; n < 3; n += 1) {
      await append(stores[0], 'a');
      await Promise.all([append(stores[1], 'b'), append(stores[0], 'c'), stores[1].setThrough(1, n)]);
    }
    const entries = await stores[0].read(1, 1, 100, 1e9);
    expect(entries.map((e) => e.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(entries.map((e) => e.text)).toEqual(['start', ...entries.slice(0, -1).map((e) => e.digest)]);
    const [state] = await stores[0].states();
    expect(state).toMatchObject({ epoch: 1, head: 9, headDigest: entries[8]?.digest });
    // What one notes the other may set back; it is sent again then.
    expect(state?.through).toBeLessThanOrEqual(2);
  });

  test('a commit is one transaction: what was written last is known', async () => {
    // Before opening: Dexie keeps the function it finds then.
    const asked = vi.spyOn(FDBDatabase.prototype, 'transaction');
    const store = new DexieJournalStore(open());
    await store.begin(1, 'start');
    const add = () =>
      store.append(1, () => ({ text: 't', sealed: null, digest: 'd', at: 1, open: { put: [], remove: [] } }));
    for (let n = 0; n < 3; n += 1) await add();
    await store.setThrough(1, 2);
    const modes = asked.mock.calls.map(([, mode]) => mode);
    asked.mockRestore();
    // Behind the opening: the beginning; the state, read once; three commits and a note.
    expect(modes.slice(modes.indexOf('readwrite'))).toEqual([
      'readwrite',
      'readonly',
      'readwrite',
      'readwrite',
      'readwrite',
      'readwrite',
    ]);
  });
});
