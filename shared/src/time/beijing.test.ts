import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  ageOn,
  beijingDay,
  beijingMinute,
  isDay,
  lastDayOfValidity,
  startOfBeijingDay,
} from './beijing.ts';

describe('Beijing days', () => {
  test('the day changes at 16:00 UTC', () => {
    expect(beijingDay(Date.parse('2024-12-31T15:59:59.999Z'))).toBe('2024-12-31');
    expect(beijingDay(Date.parse('2024-12-31T16:00:00Z'))).toBe('2025-01-01');
    expect(beijingMinute(Date.parse('2024-12-31T16:05:00Z'))).toBe('2025-01-01 00:05');
  });

  test('a day starts at its own first instant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (instant) => {
        const start = startOfBeijingDay(beijingDay(instant));
        expect(start).toBeLessThanOrEqual(instant);
        expect(instant - start).toBeLessThan(86_400_000);
        expect(beijingDay(start)).toBe(beijingDay(instant));
        expect(beijingDay(start - 1)).toBe(addDays(beijingDay(instant), -1));
      }),
    );
  });

  test.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2024-13-01', false],
    ['2024-1-1', false],
    ['', false],
    ['2024-01-01T00:00', false],
  ])('%s is a day: %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  test.each([
    ['2026-11-23', 3, '2027-02-22'],
    ['2026-11-23', 12, '2027-11-22'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-08-31', 3, '2026-11-30'],
    ['2026-01-01', 12, '2026-12-31'],
  ])('a validity from %s of %i months ends on %s', (from, months, until) => {
    expect(lastDayOfValidity(from, months)).toBe(until);
  });

  test('age is counted in full years', () => {
    expect(ageOn('2010-11-24', '2026-11-23')).toBe(15);
    expect(ageOn('2010-11-23', '2026-11-23')).toBe(16);
    expect(ageOn('2008-02-29', '2024-02-28')).toBe(15);
    expect(ageOn('2008-02-29', '2024-02-29')).toBe(16);
  });
});
