import { expect, test } from 'vitest';
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
