import { expect, test } from 'vitest';
import { TestClock } from '../testing/test-context.ts';
import { AttemptLimiter } from './attempt-limiter.ts';

test('a key may try until its limit, then waits for the end of the window', () => {
  const clock = new TestClock(1000);
  const limiter = new AttemptLimiter(clock, 2, 60_000);
  limiter.count('a');
  expect(limiter.waitMs('a')).toBe(0);
  clock.advance(10_000);
  limiter.count('a');
  expect(limiter.waitMs('a')).toBe(50_000);
  expect(limiter.waitMs('b')).toBe(0);
  clock.advance(50_000);
  expect(limiter.waitMs('a')).toBe(0);
});

test('what turned out well does not count', () => {
  const limiter = new AttemptLimiter(new TestClock(0), 1, 60_000);
  limiter.count('a');
  limiter.forgive('a');
  expect(limiter.waitMs('a')).toBe(0);
});

test('it holds no more keys than its capacity', () => {
  const limiter = new AttemptLimiter(new TestClock(0), 1, 60_000, 3);
  for (const key of ['a', 'b', 'c', 'd']) limiter.count(key);
  expect(limiter.waitMs('a')).toBe(0);
  expect(limiter.waitMs('d')).toBeGreaterThan(0);
});
