import { describe, expect, it } from 'vitest';
import {
  doubtOf,
  floorOf,
  LONGEST_SILENCE_MS,
  NO_EVIDENCE,
  newestEntryAt,
  SAME_TIME_MS,
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

describe('the newest entry', () => {
  it('is that of all enrolments', async () => {
    const store = new MemoryJournalStore();
    expect(await newestEntryAt(store)).toBeNull();
    for (const [epoch, at] of [
      [1, 500],
      [2, 300],
    ] as const) {
      await store.begin(epoch, sha256Hex('start'));
      await store.append(epoch, () => ({
        text: '{}',
        sealed: null,
        digest: 'd',
        at,
        open: { put: [], remove: [] },
      }));
    }
    await store.begin(3, sha256Hex('start'));
    expect(await newestEntryAt(store)).toBe(500);
  });
});
