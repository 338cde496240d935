import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BACKOFF, backoffMs } from './backoff.ts';

test('never below half the first delay, never above the cap, and it grows to the cap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, random) => {
        const ms = backoffMs(attempt, random);
        expect(ms).toBeGreaterThanOrEqual(BACKOFF.firstMs / 2);
        expect(ms).toBeLessThanOrEqual(BACKOFF.capMs);
        expect(backoffMs(attempt + 1, random)).toBeGreaterThanOrEqual(ms);
      },
    ),
  );
  expect(backoffMs(100, 0)).toBe(BACKOFF.capMs / 2);
});
