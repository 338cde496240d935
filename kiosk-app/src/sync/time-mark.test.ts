import { describe, expect, it } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { ageOf, leastAgeOf, markOf, markOfHeader } from './time-mark.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 2);
/** One hour of a run. */
const clock = (known: FakeClock['known']) => {
  const made = new FakeClock(
    () => NOW,
    () => HOUR,
  );
  made.known = known;
  return made;
};
const RIGHT = { trust: 'right' } as const;
const PLAUSIBLE = { trust: 'plausible' } as const;
const WRONG = { trust: 'wrong', doubt: 'jumped' } as const;
const here = { trust: 'wrong', run: 'this run', monotonic: HOUR / 2 } as const;
const before = { trust: 'plausible', run: 'another run', monotonic: 1 } as const;

describe('what is written', () => {
  it('is marked, unless its time is right', () => {
    expect(markOf(NOW, clock(RIGHT))).toBeUndefined();
    expect(markOf(NOW, clock(PLAUSIBLE))).toEqual({ trust: 'plausible', run: 'this run', monotonic: HOUR });
    expect(markOf(NOW + HOUR, clock(RIGHT))).toMatchObject({ trust: 'right' });
    expect(markOf(NOW, clock(WRONG))).toMatchObject({ trust: 'wrong' });
  });

  it('shows by itself that the clock was far out', () => {
    expect(markOfHeader({ at: NOW, wall: NOW + HOUR })).toBeUndefined();
    expect(markOfHeader({ at: NOW, wall: 0 })).toMatchObject({ trust: 'wrong' });
    expect(markOfHeader(null)).toBeUndefined();
  });
});

describe('at least so long ago', () => {
  it.each([
    ['by a right clock at both times', undefined, RIGHT, 100 * HOUR],
    ['of this run, whatever its time says', here, RIGHT, HOUR / 2],
    ['of this run, before the server told the time', here, PLAUSIBLE, HOUR / 2],
    ['of a run before, as long as this one', before, RIGHT, HOUR],
    ['of a run before, offline', before, PLAUSIBLE, HOUR],
    ['by a clock that is wrong now', undefined, WRONG, null],
    ['by a clock that is wrong now, in this run', here, WRONG, null],
  ] as const)('%s', (_, mark, known, age) => {
    expect(leastAgeOf(NOW - 100 * HOUR, mark, clock(known))).toBe(age);
  });
});

describe('exactly so long ago', () => {
  it.each([
    ['by a right clock at both times', undefined, RIGHT, 100 * HOUR],
    ['of this run, by any clock', here, WRONG, HOUR / 2],
    ['by clocks that nothing speaks against', before, PLAUSIBLE, 100 * HOUR],
    ['by a clock that nobody had proved, and was put right since', before, RIGHT, null],
    ['by a clock that was wrong', { ...before, trust: 'wrong' }, PLAUSIBLE, null],
    ['by a clock that is wrong now', undefined, WRONG, null],
  ] as const)('%s', (_, mark, known, age) => {
    expect(ageOf(NOW - 100 * HOUR, mark, clock(known))).toBe(age);
  });

  it('nothing happened in the time to come', () => {
    expect(ageOf(NOW + 1, undefined, clock(RIGHT))).toBeNull();
    expect(leastAgeOf(NOW + 1, undefined, clock(RIGHT))).toBe(0);
  });
});
