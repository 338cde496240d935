import { describe, expect, test } from 'vitest';
import { type ClockEvidence, NO_EVIDENCE } from './clock-evidence.ts';
import { TrustedClock } from './trusted-clock.ts';

const YEAR = 365 * 86_400_000;

test('before any connection it is the machine clock less the error that was measured last', () => {
  const source = { wall: () => 1_000_000, monotonic: () => 0 };
  expect(new TrustedClock(source, null).now()).toBe(1_000_000);
  expect(new TrustedClock(source, 400).now()).toBe(999_600);
});

test('half of the way to the server and back is taken off', () => {
  let monotonic = 100;
  const clock = new TrustedClock({ wall: () => 5000, monotonic: () => monotonic }, null);
  monotonic = 140;
  expect(clock.measure(10_000, 100)).toBe(5000 - 10_020);
  expect(clock.now()).toBe(10_020);
});

test('a jump of the machine clock after the connection does not reach the journal', () => {
  let wall = 10_000;
  let monotonic = 0;
  const clock = new TrustedClock({ wall: () => wall, monotonic: () => monotonic }, null);
  clock.measure(10_000, 0);
  wall -= YEAR;
  monotonic += 500;
  expect(clock.now()).toBe(10_500);
  expect(clock.wall()).toBe(10_000 - YEAR);
});

const START = Date.UTC(2026, 10, 23, 2);
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A clock that a test sets, jumps and lets sleep. */
function world(evidence: Partial<ClockEvidence> = {}, lastErrorMs: number | null = null, errorMs = 0) {
  let time = START;
  let monotonic = 0;
  let error = errorMs;
  const clock = new TrustedClock({ wall: () => time + error, monotonic: () => monotonic }, lastErrorMs, {
    ...NO_EVIDENCE,
    ...evidence,
  });
  return {
    clock,
    passes(ms: number) {
      time += ms;
      monotonic += ms;
    },
    sleeps(ms: number) {
      time += ms;
    },
    set(ms: number) {
      error = ms;
    },
    told: () => clock.measure(time, monotonic),
  };
}

describe('without a server', () => {
  test('a time that nothing speaks against is plausible, and runs on by the monotonic clock', () => {
    const { clock, passes } = world({ builtAt: START - DAY });
    expect(clock.state()).toEqual({ trust: 'plausible' });
    passes(5000);
    expect(clock.now()).toBe(START + 5000);
    expect(clock.candidates()).toEqual([START + 5000]);
    expect(clock.errorMs()).toBeNull();
  });

  test('a wrong one is the earliest that it can be, until the machine finds another', () => {
    const { clock, passes, set } = world({ builtAt: START - DAY, newestAt: START - HOUR }, null, -YEAR);
    expect(clock.state()).toEqual({ trust: 'wrong', doubt: 'before-build' });
    passes(5000);
    expect(clock.now()).toBe(START - HOUR + 5000);
    expect(clock.candidates()).toEqual([START - HOUR + 5000]);
    set(0);
    expect(clock.state()).toEqual({ trust: 'plausible' });
    expect(clock.now()).toBe(START + 5000);
  });

  test('a small difference to what is known is none, and time does not go back for it', () => {
    const { clock } = world({ newestAt: START + 60_000 });
    expect(clock.state()).toEqual({ trust: 'plausible' });
    expect(clock.now()).toBe(START + 60_000);
  });

  test('a jump leaves two times, of which nobody knows the right one, until it is taken back', () => {
    const { clock, set, passes } = world();
    set(HOUR);
    passes(1000);
    expect(clock.state()).toEqual({ trust: 'wrong', doubt: 'jumped' });
    expect(clock.now()).toBe(START + 1000);
    expect(clock.candidates()).toEqual([START + 1000, START + 1000 + HOUR]);
    set(0);
    expect(clock.state()).toEqual({ trust: 'plausible' });
  });

  test('many small steps are a jump', () => {
    const { clock, set } = world();
    for (let step = 1; step <= 5; step += 1) set(step * 60_000);
    expect(clock.state()).toEqual({ trust: 'wrong', doubt: 'jumped' });
  });

  test('an error is taken off where it is a habit of the machine, not where it was out of its mind', () => {
    expect(world({}, 400).clock.now()).toBe(START - 400);
    expect(world({}, 5 * HOUR).clock.now()).toBe(START);
  });
});

describe('after a server told the time', () => {
  test('it is right, and the error of the machine is known from then on', () => {
    const { clock, told, set, passes } = world({ builtAt: START - DAY }, null, -YEAR);
    expect(told()).toBe(-YEAR);
    expect(clock.state()).toEqual({ trust: 'right' });
    expect(clock.now()).toBe(START);
    set(0);
    passes(1000);
    expect(clock.state()).toEqual({ trust: 'right' });
    expect(clock.errorMs()).toBe(0);
  });

  test('a step back is a setting, and the time stays right', () => {
    const { clock, told, set } = world();
    told();
    set(-DAY);
    expect(clock.state()).toEqual({ trust: 'right' });
    expect(clock.now()).toBe(START);
    expect(clock.errorMs()).toBe(-DAY);
  });

  test('a step forward may be sleep: nobody knows until it is told again', () => {
    const { clock, told, sleeps, set } = world();
    told();
    sleeps(2 * HOUR);
    expect(clock.state()).toEqual({ trust: 'wrong', doubt: 'jumped' });
    expect(clock.candidates()).toEqual([START, START + 2 * HOUR]);
    // Set back behind the time at which it was doubted: that proves nothing.
    set(-3 * HOUR);
    expect(clock.state()).toEqual({ trust: 'wrong', doubt: 'jumped' });
    told();
    expect(clock.state()).toEqual({ trust: 'right' });
    expect(clock.now()).toBe(START + 2 * HOUR);
  });

  test('a server of before the program was built is not believed', () => {
    const { clock } = world({ builtAt: START - DAY });
    expect(clock.measure(0, 0)).toBe(START);
    expect(clock.state()).toEqual({ trust: 'plausible' });
    expect(clock.now()).toBe(START);
  });
});
