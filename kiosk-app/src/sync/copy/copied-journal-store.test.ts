import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../digest.ts';
import type { BuiltEntry, JournalStore, Place } from '../journal-store.ts';
import { MemoryJournalStore } from '../memory-journal-store.ts';
import { journalStoreContract } from '../testing/journal-store-contract.ts';
import { SimulatedVault, SimulatedVaultDisk } from '../testing/simulated-vault.ts';
import { CopiedJournalStore, OnlyOneCopyError } from './copied-journal-store.ts';

interface Opened {
  readonly spared: CopiedJournalStore;
  readonly vault: SimulatedVault;
  readonly logged: string[];
}

async function open(
  disk: SimulatedVaultDisk,
  store: JournalStore = new MemoryJournalStore(),
): Promise<Opened> {
  const logged: string[] = [];
  const vault = new SimulatedVault(disk);
  const spared = await CopiedJournalStore.open({ store, copy: vault, log: (event) => logged.push(event) });
  return { spared, vault, logged };
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

async function begun(
  disk: SimulatedVaultDisk,
  count: number,
): Promise<Opened & { readonly store: JournalStore }> {
  const store = new MemoryJournalStore();
  const opened = await open(disk, store);
  await opened.spared.begin(1, START);
  for (let n = 0; n < count; n += 1) await opened.spared.append(1, started);
  return { ...opened, store };
}

const read = (store: JournalStore) => store.read(1, 1, 100, 1e9);
const held = (disk: SimulatedVaultDisk) => disk.held().entries.map(({ seq }) => seq);

describe('journal store with a copy in the vault', () => {
  journalStoreContract(async () => (await open(new SimulatedVaultDisk())).spared);

  test('a database that is gone comes back as it was: entries, numbers, chain, and what was open', async () => {
    const disk = new SimulatedVaultDisk();
    const before = await begun(disk, 5);
    const { spared, logged } = await open(disk);
    expect(await read(spared)).toEqual(await read(before.store));
    expect(await spared.states()).toEqual(await before.store.states());
    expect(await spared.openItems()).toEqual(await before.store.openItems());
    expect(logged).toEqual(['restored-from-vault']);
    expect((await spared.append(1, started)).seq).toBe(6);
  });

  test('what the server had is not in the copy; the journal that comes back begins behind it', async () => {
    const disk = new SimulatedVaultDisk();
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

  test('a journal that the server has to its end comes back at its number, with what was open', async () => {
    const disk = new SimulatedVaultDisk();
    const before = await begun(disk, 4);
    await before.spared.setThrough(1, 4);
    await before.spared.mend();
    const { spared } = await open(disk);
    expect(held(disk)).toEqual([]);
    expect(await spared.openItems()).toEqual(await before.store.openItems());
    const [next] = [await spared.append(1, started)];
    const [last] = await before.store.read(1, 4, 1, 1);
    expect([next.seq, JSON.parse(next.text).prev]).toEqual([5, last?.digest]);
  });

  test('a database that only lost its last entries gets these', async () => {
    const disk = new SimulatedVaultDisk();
    await begun(disk, 5);
    const older = await begun(new SimulatedVaultDisk(), 3);
    const { spared } = await open(disk, older.store);
    expect((await read(spared)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a restore that is cut off goes on at the next start', async () => {
    const disk = new SimulatedVaultDisk();
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
    const disk = new SimulatedVaultDisk();
    await begun(disk, 3);
    const damaged = new SimulatedVaultDisk();
    damaged.add(disk.held().entries.filter(({ seq }) => seq !== 2));
    const { spared, logged } = await open(damaged);
    expect((await read(spared)).map(({ seq }) => seq)).toEqual([1]);
    expect(logged).toEqual(['restored-from-vault', 'not-restored-from-vault']);
  });

  test.each([
    ['its disk is full', (disk: SimulatedVaultDisk) => Object.assign(disk, { isFull: true }) && undefined],
    ['it is away', (_: SimulatedVaultDisk, vault: SimulatedVault) => vault.setUp(false)],
  ])('nothing is promised while %s; what happened is written, and brought to it later', async (_, harm) => {
    const disk = new SimulatedVaultDisk();
    const { spared, vault, store } = await begun(disk, 1);
    const told: boolean[] = [];
    spared.watchWhole((isWhole) => told.push(isWhole));
    harm(disk, vault);
    await expect(spared.append(1, started, true)).rejects.toThrow(OnlyOneCopyError);
    expect((await spared.append(1, started)).seq).toBe(2);
    await expect(spared.append(1, started, true)).rejects.toThrow(OnlyOneCopyError);
    expect((await read(store)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect([held(disk), told]).toEqual([[1], [true, false]]);
    disk.isFull = false;
    vault.setUp(true);
    await spared.mend();
    expect([held(disk), told]).toEqual([
      [1, 2],
      [true, false, true],
    ]);
    expect((await spared.append(1, started, true)).seq).toBe(3);
  });

  test('what the database refuses is not left in the vault', async () => {
    const disk = new SimulatedVaultDisk();
    const store = new MemoryJournalStore();
    let isFull = false;
    const failing: JournalStore = Object.assign(Object.create(store) as JournalStore, {
      begin: store.begin.bind(store),
      states: store.states.bind(store),
      read: store.read.bind(store),
      openItems: store.openItems.bind(store),
      append: (epoch: number, build: (place: Place) => BuiltEntry) =>
        isFull ? Promise.reject(new Error('full')) : store.append(epoch, build),
    });
    const { spared } = await open(disk, failing);
    await spared.begin(1, START);
    await spared.append(1, started, true);
    isFull = true;
    await expect(spared.append(1, started, true)).rejects.toThrow('full');
    await spared.mend();
    expect(held(disk)).toEqual([1]);
    isFull = false;
    expect((await spared.append(1, started, true)).seq).toBe(2);
  });

  test('a vault that comes back with less, or empty, is brought all that is queued', async () => {
    const { store } = await begun(new SimulatedVaultDisk(), 3);
    await store.setThrough(1, 1);
    const disk = new SimulatedVaultDisk();
    await open(disk, store);
    expect([held(disk), disk.held().bases.map(({ seq }) => seq)]).toEqual([[2, 3], [1]]);
  });

  test('when the server goes back in time (S7), what is queued again is in the copy again', async () => {
    const disk = new SimulatedVaultDisk();
    const { spared } = await begun(disk, 3);
    await spared.setThrough(1, 3);
    await spared.append(1, started);
    expect(held(disk)).toEqual([4]);
    await spared.setThrough(1, 1);
    await spared.append(1, started);
    expect(held(disk)).toEqual([2, 3, 4, 5]);
  });

  test('a database that went back behind what the server has begins anew there', async () => {
    const disk = new SimulatedVaultDisk();
    const { spared: before } = await begun(disk, 6);
    await before.setThrough(1, 5);
    await before.mend();
    const older = await begun(new SimulatedVaultDisk(), 2);
    const { spared } = await open(disk, older.store);
    expect(await spared.states()).toMatchObject([{ head: 6, through: 5, from: 6 }]);
  });
});
