import { DAY_MS } from '@haizhu/shared/time/beijing';
import { beforeEach, expect, test } from 'vitest';
import { forgetSealed, MOST_AT_ONCE } from './forget-sealed.ts';
import { MemoryJournalStore } from './memory-journal-store.ts';
import { TrustedClock } from './trusted-clock.ts';

const ENTRIES = MOST_AT_ONCE * 2 + 50;
let store: MemoryJournalStore;
let wall: number;
let rests: number;

beforeEach(async () => {
  store = new MemoryJournalStore();
  wall = 1_700_000_000_000;
  rests = 0;
  await store.begin(1, 'start');
  for (let n = 0; n < ENTRIES; n += 1) {
    await store.append(1, ({ seq }) => ({
      text: `t${seq}`,
      sealed: `s${seq}`,
      digest: `d${seq}`,
      at: wall,
      open: { put: [], remove: [] },
    }));
  }
  await store.setThrough(1, ENTRIES - 10);
});

function clockOf(measured: boolean, serverAhead = 0): TrustedClock {
  const clock = new TrustedClock({ wall: () => wall, monotonic: () => wall }, null);
  if (measured) clock.measure(wall + serverAhead, wall);
  return clock;
}

/** Looks now, and again when the period of 30 days is over. */
async function lookTwice(
  clock: () => TrustedClock,
  days: number | undefined = 30,
  goOn = true,
): Promise<void> {
  const rest = async () => {
    rests += 1;
    return goOn;
  };
  await forgetSealed({ store, clock: clock(), days, rest });
  wall += 30 * DAY_MS;
  await forgetSealed({ store, clock: clock(), days, rest });
}

async function sealedLeft(): Promise<number> {
  return (await store.read(1, 1, 1e6, 1e9)).filter((e) => e.sealed !== null).length;
}

test('what was acknowledged a period ago loses its sealed payload, text and digest stay; what waits keeps it', async () => {
  await lookTwice(() => clockOf(true));
  const entries = await store.read(1, 1, 1e6, 1e9);
  expect(entries.map((e) => e.text)).toEqual(entries.map((e) => `t${e.seq}`));
  expect(entries.map((e) => e.digest)).toEqual(entries.map((e) => `d${e.seq}`));
  expect(entries.filter((e) => e.sealed !== null).map((e) => e.seq)).toEqual(
    Array.from({ length: 10 }, (_, n) => ENTRIES - 9 + n),
  );
  expect(rests).toBe(3);
});

test('it stops between two steps when the program ends', async () => {
  await lookTwice(() => clockOf(true), 30, false);
  expect(await sealedLeft()).toBe(ENTRIES - MOST_AT_ONCE);
});

test.each([
  ['the server has not told the time in this run', () => clockOf(false), 30],
  ['machine and server disagree on the time', () => clockOf(true, 2 * 3_600_000), 30],
  ['the server has told no period', () => clockOf(true), undefined],
] as const)('nothing goes while %s', async (_, clock, days) => {
  wall -= 30 * DAY_MS;
  await forgetSealed({ store, clock: clockOf(true), days: 30, rest: async () => true });
  wall += 30 * DAY_MS;
  const rest = async () => true;
  await forgetSealed({ store, clock: clock(), days, rest });
  expect(await sealedLeft()).toBe(ENTRIES);
});
