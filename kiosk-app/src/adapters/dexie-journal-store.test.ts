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

  test('every writing transaction asks for strict durability (S1)', async () => {
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
      [{ durability: 'strict' }],
    ]);
  });
});
