import { expect, test } from 'vitest';
import { sha256Hex } from '../digest.ts';
import type { BuiltEntry, JournalStore, Place } from '../journal-store.ts';

const build =
  (text: string, extra: Partial<BuiltEntry> = {}) =>
  ({ seq, prev }: Place): BuiltEntry => ({
    text: `${text}:${seq}:${prev}`,
    sealed: null,
    digest: sha256Hex(`${text}:${seq}:${prev}`),
    at: 1000 + seq,
    open: { put: [], remove: [] },
    ...extra,
  });

/** What every journal store must do, whatever it is made of. */
export function journalStoreContract(open: () => Promise<JournalStore>): void {
  test('numbers run 1,2,3… per epoch and each entry names the one before (S2, S11)', async () => {
    const store = await open();
    await store.begin(1, 'start-1');
    await store.begin(2, 'start-2');
    const a = await store.append(1, build('a'));
    const b = await store.append(1, build('b'));
    const c = await store.append(2, build('c'));
    expect([a.seq, b.seq, c.seq]).toEqual([1, 2, 1]);
    expect(a.text).toBe('a:1:start-1');
    expect(b.text).toBe(`b:2:${a.digest}`);
    expect(c.text).toBe('c:1:start-2');
    expect(await store.states()).toEqual([
      { epoch: 1, head: 2, headDigest: b.digest, through: 0 },
      { epoch: 2, head: 1, headDigest: c.digest, through: 0 },
    ]);
  });

  test('appends at the same moment get different numbers', async () => {
    const store = await open();
    await store.begin(1, 'start');
    const written = await Promise.all(Array.from({ length: 20 }, (_, n) => store.append(1, build(`e${n}`))));
    expect(written.map((e) => e.seq).sort((x, y) => x - y)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
    const read = await store.read(1, 1, 100, 1e9);
    for (const [index, entry] of read.entries()) {
      expect(entry.text.endsWith(index === 0 ? 'start' : (read[index - 1]?.digest ?? '?'))).toBe(true);
    }
  });

  test('an append whose building fails leaves nothing behind', async () => {
    const store = await open();
    await store.begin(1, 'start');
    await store.append(1, build('a'));
    await expect(
      store.append(1, () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const next = await store.append(1, build('b'));
    expect(next.seq).toBe(2);
  });

  test('beginning an epoch again changes nothing; appending to one that never began is refused', async () => {
    const store = await open();
    await store.begin(1, 'start');
    await store.append(1, build('a'));
    await store.begin(1, 'other');
    expect((await store.states())[0]?.head).toBe(1);
    await expect(store.append(7, build('x'))).rejects.toThrow('7');
  });

  test('the rest of a journal begins at its own number and goes on as any other', async () => {
    const store = await open();
    await store.begin(1, 'before', 8);
    expect(await store.queue()).toEqual({ queued: 0, oldestAt: null });
    const a = await store.append(1, build('a'));
    expect([a.seq, a.text]).toEqual([8, 'a:8:before']);
    await store.append(1, build('b'));
    expect((await store.read(1, 1, 100, 1e9)).map((e) => e.seq)).toEqual([8, 9]);
    expect(await store.states()).toMatchObject([{ epoch: 1, head: 9, through: 7, from: 8 }]);
    expect(await store.queue()).toEqual({ queued: 2, oldestAt: 1008 });
    await store.setThrough(1, 6);
    expect(await store.queue()).toEqual({ queued: 0, oldestAt: null });
    await store.setThrough(1, 8);
    expect(await store.queue()).toEqual({ queued: 1, oldestAt: 1009 });
  });

  test('reads from a place, within a count and a size, but never nothing when there is something', async () => {
    const store = await open();
    await store.begin(1, 'start');
    for (let n = 0; n < 6; n += 1) await store.append(1, build('x'.repeat(100)));
    expect((await store.read(1, 2, 3, 1e9)).map((e) => e.seq)).toEqual([2, 3, 4]);
    expect((await store.read(1, 1, 6, 420)).map((e) => e.seq)).toEqual([1, 2]);
    expect((await store.read(1, 1, 6, 1)).map((e) => e.seq)).toEqual([1]);
    expect(await store.read(1, 7, 6, 1e9)).toEqual([]);
  });

  test('applications that wait are counted by themselves, also where the server goes back', async () => {
    const store = await open();
    await store.begin(1, 'start');
    const add = (lookup?: string) =>
      store.append(1, (place) => ({ ...build('a')(place), ...(lookup === undefined ? {} : { lookup }) }));
    await add('one');
    await add();
    expect(await store.waitingApplications()).toBe(1);
    await add('two');
    await add('three');
    expect(await store.waitingApplications()).toBe(3);
    await store.setThrough(1, 3);
    expect(await store.waitingApplications()).toBe(1);
    await store.setThrough(1, 4);
    expect(await store.waitingApplications()).toBe(0);
    await store.setThrough(1, 1);
    expect(await store.waitingApplications()).toBe(2);
  });

  test('the queue is what is not acknowledged, over all epochs, with the age of its oldest', async () => {
    const store = await open();
    await store.begin(1, 'start');
    expect(await store.queue()).toEqual({ queued: 0, oldestAt: null });
    for (let n = 0; n < 3; n += 1) await store.append(1, build('a'));
    await store.begin(2, 'start');
    await store.append(2, build('b'));
    expect(await store.queue()).toEqual({ queued: 4, oldestAt: 1001 });
    await store.setThrough(1, 3);
    expect(await store.queue()).toEqual({ queued: 1, oldestAt: 1001 });
    await store.setThrough(2, 1);
    expect(await store.queue()).toEqual({ queued: 0, oldestAt: null });
    await store.setThrough(1, 1);
    expect(await store.queue()).toEqual({ queued: 2, oldestAt: 1002 });
  });

  test('open items come and go with the entries that change them', async () => {
    const store = await open();
    await store.begin(1, 'start');
    const item = { id: 'session:1', type: 'session', session: '1', at: 5 } as const;
    await store.append(1, build('a', { open: { put: [item], remove: [] } }));
    expect(await store.openItems()).toEqual([item]);
    await store.append(1, build('b', { open: { put: [], remove: ['session:1', 'other'] } }));
    expect(await store.openItems()).toEqual([]);
  });

  test('an application is found by its lookup', async () => {
    const store = await open();
    await store.begin(1, 'start');
    await store.append(1, build('a', { lookup: 'L1', application: 'A1' }));
    expect(await store.findByLookup('L1')).toMatchObject({ epoch: 1, seq: 1, application: 'A1' });
    expect(await store.findByLookup('L2')).toBeNull();
  });

  test('sealed payloads that were acknowledged long ago go, step by step; texts, digests and the queue stay', async () => {
    const store = await open();
    await store.begin(1, 'start');
    await store.begin(2, 'start');
    for (let n = 0; n < 6; n += 1) await store.append(1, build('a', { sealed: `sealed ${n}` }));
    await store.append(2, build('b', { sealed: 'other' }));
    const before = await store.read(1, 1, 100, 1e9);
    await store.setThrough(1, 5);
    const forget = (now: number, most = 3) => store.forgetSealed(1, { now, keepMs: 1000 }, most);
    expect(await forget(10_000)).toBe(0);
    expect(await forget(10_500)).toBe(0);
    expect(await forget(11_000)).toBe(3);
    expect(await forget(11_000)).toBe(2);
    expect(await forget(11_000)).toBe(0);
    const after = await store.read(1, 1, 100, 1e9);
    expect(after).toEqual(before.map((e) => (e.seq <= 5 ? { ...e, sealed: null } : e)));
    expect((await store.read(2, 1, 10, 1e9))[0]?.sealed).toBe('other');
    expect((await store.queue()).queued).toBe(2);
    // A server that went back gets what is there, and the journal goes on.
    await store.setThrough(1, 2);
    expect((await store.queue()).queued).toBe(5);
    expect((await store.append(1, build('c'))).seq).toBe(7);
    expect((await store.states())[0]).toMatchObject({ head: 7, through: 2, bare: 5 });
  });
}
