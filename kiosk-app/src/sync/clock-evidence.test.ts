import { describe, expect, it } from 'vitest';
import type { TimeMark } from '../ports/clock.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import {
  doubtOf,
  evidenceOf,
  floorOf,
  headAt,
  LONGEST_SILENCE_MS,
  NO_EVIDENCE,
  SAME_TIME_MS,
  toldNow,
} from './clock-evidence.ts';
import { sha256Hex } from './digest.ts';
import { MemoryJournalStore } from './memory-journal-store.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 2);
const BUILT = { ...NO_EVIDENCE, builtAt: NOW - 5 * DAY };

describe('a time', () => {
  it('of which nothing is known is not doubted', () => {
    expect(doubtOf(0, NO_EVIDENCE)).toBeNull();
    expect(floorOf(NO_EVIDENCE)).toBe(0);
  });

  it.each([
    [
      'before the program was built',
      { ...NO_EVIDENCE, builtAt: NOW },
      NOW - SAME_TIME_MS - 1,
      'before-build',
    ],
    ['before the newest entry', { ...BUILT, newestAt: NOW }, NOW - SAME_TIME_MS - 1, 'before-known'],
    ['before a server\u2019s time', { ...BUILT, toldAt: NOW }, NOW - SAME_TIME_MS - 1, 'before-known'],
    ['a moment before that', { ...BUILT, toldAt: NOW, newestAt: NOW }, NOW - SAME_TIME_MS, null],
    [
      'long after a server\u2019s time',
      { ...BUILT, toldAt: NOW },
      NOW + LONGEST_SILENCE_MS + 1,
      'long-after',
    ],
    ['not so long after it', { ...BUILT, toldAt: NOW }, NOW + LONGEST_SILENCE_MS, null],
    [
      'long after a server\u2019s time, though not after an entry since',
      { ...BUILT, toldAt: NOW, newestAt: NOW + 9 * DAY },
      NOW + LONGEST_SILENCE_MS + 1,
      'long-after',
    ],
    ['not long after a new build', { ...BUILT, toldAt: NOW - 90 * DAY }, NOW, null],
    ['long after the build, of a kiosk that met no server', BUILT, NOW + 6 * DAY, 'long-after'],
  ] as const)('%s', (_, evidence, time, doubt) => {
    expect(doubtOf(time, evidence)).toBe(doubt);
  });

  it('is not earlier than anything that is known', () => {
    expect(floorOf({ builtAt: 1, newestAt: 3, toldAt: 2 })).toBe(3);
  });
});

describe('what the disk knows', () => {
  const mark = (trust: 'right' | 'plausible' | 'wrong'): TimeMark => ({ trust, run: 'r', monotonic: 0 });
  type Kept = readonly [at: number, mark?: TimeMark];

  async function journal(...entries: readonly Kept[]): Promise<MemoryJournalStore> {
    const store = new MemoryJournalStore();
    await store.begin(1, sha256Hex('start'));
    for (const [at, marked] of entries) {
      const rest = marked === undefined ? {} : { mark: marked };
      const open = { put: [], remove: [] };
      await store.append(1, () => ({ text: '{}', sealed: null, digest: 'd', at, ...rest, open }));
    }
    return store;
  }

  it.each([
    ['nothing, of an empty journal', [], null, null],
    ['its newest entry', [[100], [200]], null, 200],
    [
      'the newest of those that no server has overtaken',
      [[100], [900, mark('plausible')], [900, mark('wrong')]],
      null,
      900,
    ],
    [
      'not one that the right time has overtaken',
      [[100], [900, mark('plausible')], [900, mark('right')]],
      null,
      null,
    ],
    [
      'not one from before a server told the time',
      [[100], [900, mark('plausible')]],
      { at: 150, epoch: 1, head: 2 },
      null,
    ],
    [
      'one from after that',
      [
        [900, mark('plausible')],
        [950, mark('plausible')],
      ],
      { at: 150, epoch: 1, head: 1 },
      950,
    ],
    ['all of a new enrolment', [[100], [900, mark('plausible')]], { at: 150, epoch: 0, head: 7 }, 900],
  ] as const)('is %s', async (_, entries, told, newestAt) => {
    const store = await journal(...(entries as readonly Kept[]));
    expect(await evidenceOf(store, told, 50)).toEqual({ builtAt: 50, toldAt: told?.at ?? null, newestAt });
  });

  it('goes back over many entries of a long time without a server', async () => {
    const long = Array.from({ length: 130 }, (_, n): Kept => [1000 + n, mark('plausible')]);
    expect((await evidenceOf(await journal([5000], ...long), null, null)).newestAt).toBe(5000);
  });

  it('is what a server told, only while that holds', async () => {
    const store = await journal([100], [200]);
    const clock = new FakeClock(() => 250);
    expect(await toldNow(clock, store)).toEqual({ at: 250, epoch: 1, head: 2 });
    clock.known = { trust: 'wrong', doubt: 'jumped' };
    expect(await toldNow(clock, store)).toBeNull();
    expect(await headAt(store, 1)).toBe(200);
    expect(await headAt(store, 2)).toBe(0);
  });
});
