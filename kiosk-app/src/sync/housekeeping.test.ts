import { ok } from '@haizhu/shared/result';
import { DAY_MS } from '@haizhu/shared/time/beijing';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HOUSEKEEPING_MS, keepHouse } from './housekeeping.ts';
import { MemoryJournalStore } from './memory-journal-store.ts';
import { TrustedClock } from './trusted-clock.ts';

const clock = new TrustedClock({ wall: () => Date.now(), monotonic: () => Date.now() }, null);
const counted: string[] = [];
const journal = {
  commit: async ({ body }: { readonly body: unknown }) => {
    counted.push((body as { day: string }).day);
    return ok({ seq: 1, at: 1 });
  },
};
let store: MemoryJournalStore;
let logged: string[];
let stop: () => void;

beforeEach(async () => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00+08:00') });
  store = new MemoryJournalStore();
  [logged, counted.length] = [[], 0];
  await store.begin(1, 'start');
  const at = Date.parse('2026-02-27T12:00:00+08:00');
  await store.append(1, () => ({ text: 't', sealed: 's', digest: 'd', at, open: { put: [], remove: [] } }));
  await store.setThrough(1, 1);
  clock.measure(Date.now(), Date.now());
  const log = (event: string) => void logged.push(event);
  stop = keepHouse({ store, epoch: 1, journal: journal as never, clock, sealedDays: () => 2, log });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const isForgotten = async () => (await store.read(1, 1, 1, 1e9))[0]?.sealed === null;

test('days that are over are counted at the start, and by the half hour', async () => {
  await vi.advanceTimersByTimeAsync(0);
  expect(counted).toEqual(['2026-02-27']);
  await vi.advanceTimersByTimeAsync(HOUSEKEEPING_MS);
  expect(counted).toEqual(['2026-02-27', '2026-02-27']);
});

test('a sealed payload goes the told days after it was seen acknowledged, and not after the end', async () => {
  await vi.advanceTimersByTimeAsync(2 * DAY_MS);
  expect(await isForgotten()).toBe(false);
  await vi.advanceTimersByTimeAsync(HOUSEKEEPING_MS);
  expect(await isForgotten()).toBe(true);
});

test('after the stop nothing more is done', async () => {
  stop();
  await vi.advanceTimersByTimeAsync(3 * DAY_MS);
  expect(await isForgotten()).toBe(false);
});

test('a disk that refuses is told to the log, and tried again the next time', async () => {
  const refuse = vi.spyOn(store, 'forgetSealed').mockRejectedValueOnce(new Error('full'));
  await vi.advanceTimersByTimeAsync(HOUSEKEEPING_MS);
  expect(logged).toEqual(['sealed-not-forgotten']);
  await vi.advanceTimersByTimeAsync(HOUSEKEEPING_MS);
  expect(refuse).toHaveBeenCalledTimes(2);
  expect(logged).toEqual(['sealed-not-forgotten']);
});
