import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../digest.ts';
import type { BuiltEntry, JournalStore, Place } from '../journal-store.ts';
import { MemoryJournalStore } from '../memory-journal-store.ts';
import { journalStoreContract } from '../testing/journal-store-contract.ts';
import { newSpareDisk, SimulatedSpare, type SpareDisk } from '../testing/simulated-spare.ts';
import { SparedJournalStore } from './spared-journal-store.ts';

interface Opened {
  readonly spared: SparedJournalStore;
  readonly logged: string[];
}

async function open(disk: SpareDisk, store: JournalStore = new MemoryJournalStore()): Promise<Opened> {
  const logged: string[] = [];
  const spared = await SparedJournalStore.open({
    store,
    spare: new SimulatedSpare('K1', disk),
    kiosk: 'K1',
    log: (event) => logged.push(event),
  });
  return { spared, logged };
}

const session = '00000000-0000-4000-8000-000000000001';

/** A real entry's text, and what it leaves open. */
const started = ({ epoch, seq, prev }: Place): BuiltEntry => {
  const text = JSON.stringify({
    kiosk: 'K1',
    epoch,
    seq,
    kind: 'session.started',
    version: 1,
    at: 1_700_000_000_000 + seq,
    wall: 1_700_000_000_000,
    prev,
    sealed: null,
    body: { session, language: 'zh' },
  });
  const item = { id: `session:${session}`, type: 'session', session, at: 1_700_000_000_000 + seq } as const;
  return { text, sealed: null, digest: sha256Hex(text), at: item.at, open: { put: [item], remove: [] } };
};

const START = sha256Hex('start');

async function begun(disk: SpareDisk, count: number): Promise<Opened & { readonly store: JournalStore }> {
  const store = new MemoryJournalStore();
  const opened = await open(disk, store);
  await opened.spared.begin(1, START);
  for (let n = 0; n < count; n += 1) await opened.spared.append(1, started);
  return { ...opened, store };
}

const read = (store: JournalStore) => store.read(1, 1, 100, 1e9);
const held = (disk: SpareDisk) => new SimulatedSpare('K1', disk).held[0]?.entries.map(({ seq }) => seq);

describe('journal store with a spare copy', () => {
  journalStoreContract(async () => (await open(newSpareDisk())).spared);

  test('a database that is gone comes back as it was: entries, numbers, chain, and what was open', async () => {
    const disk = newSpareDisk();
    const before = await begun(disk, 5);
    const { spared, logged } = await open(disk);
    expect(await read(spared)).toEqual(await read(before.store));
    expect(await spared.states()).toEqual(await before.store.states());
    expect(await spared.openItems()).toEqual(await before.store.openItems());
    expect(logged).toEqual(['restored-from-spare']);
    expect((await spared.append(1, started)).seq).toBe(6);
  });

  test('what the server had is not in the copy; the journal that comes back begins behind it', async () => {
    const disk = newSpareDisk();
    const { spared: before } = await begun(disk, 4);
    await before.setThrough(1, 4);
    await before.append(1, started);
    await before.append(1, started);
    const { spared } = await open(disk);
    expect((await read(spared)).map(({ seq }) => seq)).toEqual([5, 6]);
    expect(await spared.states()).toMatchObject([{ head: 6, through: 4, from: 5 }]);
    expect((await spared.queue()).queued).toBe(2);
    // A server that then goes back behind the beginning waits for what nobody has: nothing of it is queued for ever.
    await spared.setThrough(1, 2);
    expect((await spared.queue()).queued).toBe(0);
  });

  test('a database that only lost its last entries gets these', async () => {
    const disk = newSpareDisk();
    await begun(disk, 5);
    const older = await begun(newSpareDisk(), 3);
    const { spared } = await open(disk, older.store);
    expect((await read(spared)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a restore that is cut off goes on at the next start', async () => {
    const disk = newSpareDisk();
    await begun(disk, 5);
    const store = new MemoryJournalStore();
    let left = 2;
    const failing: JournalStore = Object.assign(Object.create(store) as JournalStore, {
      begin: store.begin.bind(store),
      states: store.states.bind(store),
      append: (epoch: number, build: (place: Place) => BuiltEntry) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('killed')) : store.append(epoch, build);
      },
    });
    await expect(open(disk, failing)).rejects.toThrow('killed');
    const { spared } = await open(disk, store);
    expect((await read(spared)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('behind an entry that is missing nothing is put back, and it is said', async () => {
    const disk = newSpareDisk();
    await begun(disk, 3);
    const lines = new TextDecoder().decode(disk[0].bytes).split('\n');
    disk[0].bytes = new TextEncoder().encode([lines[0], 'x', lines[2], ''].join('\n'));
    const { spared, logged } = await open(disk);
    expect((await read(spared)).map(({ seq }) => seq)).toEqual([1]);
    expect(logged).toEqual(['restored-from-spare', 'not-restored-from-spare']);
  });

  test('a copy that cannot be written stops nobody, is said once, and catches up', async () => {
    const disk = newSpareDisk();
    const { spared, logged } = await begun(disk, 1);
    for (const file of disk) file.isFull = true;
    expect((await spared.append(1, started)).seq).toBe(2);
    expect((await spared.append(1, started)).seq).toBe(3);
    expect(logged).toEqual(['spare-copy-failed']);
    expect([held(disk), spared.isWhole]).toEqual([[1], false]);
    for (const file of disk) file.isFull = false;
    await spared.append(1, started);
    expect([held(disk), spared.isWhole]).toEqual([[1, 2, 3, 4], true]);
  });

  test('a copy that lacks what the database has queued is made whole when it is opened', async () => {
    const { store } = await begun(newSpareDisk(), 3);
    await store.setThrough(1, 1);
    const disk = newSpareDisk();
    await open(disk, store);
    expect(held(disk)).toEqual([2, 3]);
  });

  test('when the server goes back in time (S7), what is queued again is in the copy again', async () => {
    const disk = newSpareDisk();
    const { spared } = await begun(disk, 3);
    await spared.setThrough(1, 3);
    await spared.append(1, started);
    expect(held(disk)).toEqual([4]);
    await spared.setThrough(1, 1);
    await spared.append(1, started);
    expect(held(disk)).toEqual([2, 3, 4, 5]);
  });

  test('entries of another kiosk are left where they are', async () => {
    const disk = newSpareDisk();
    await begun(disk, 2);
    const store = new MemoryJournalStore();
    await SparedJournalStore.open({
      store,
      spare: new SimulatedSpare('K1', disk),
      kiosk: 'K2',
      log: () => {},
    });
    expect(await store.states()).toEqual([]);
    expect(held(disk)).toEqual([1, 2]);
  });
});
