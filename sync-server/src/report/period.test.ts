import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysOf, monthsOf, readPeriod } from './period.ts';

test.each([
  ['2024-02-30', '2024-03-01', 'from'],
  ['2024-3-1', '2024-03-02', 'from'],
  ['', '2024-03-02', 'from'],
  ['2024-03-01', 'today', 'to'],
  ['2024-03-01', '2024-03-02T00:00', 'to'],
  ['2024-03-02', '2024-03-01', 'from'],
])('%s to %s names the field %s', (from, to, field) => {
  expect(readPeriod(from, to, null)).toMatchObject({ ok: false, error: { field } });
});

test('a grouping by day covers 400 days and not one more, by month 400 months', () => {
  expect(readPeriod('2024-01-01', '2025-02-03', 'day').ok).toBe(true);
  expect(readPeriod('2024-01-01', '2025-02-04', 'day')).toMatchObject({ ok: false, error: { field: 'to' } });
  expect(readPeriod('2000-01-31', '2033-04-01', 'month').ok).toBe(true);
  expect(readPeriod('2000-01-31', '2033-05-01', 'month')).toMatchObject({
    ok: false,
    error: { field: 'to' },
  });
  expect(readPeriod('2000-01-01', '2099-12-31', null).ok).toBe(true);
});

test('the days and months of a leap year', () => {
  const year = { from: '2024-01-01', to: '2024-12-31' };
  expect(daysOf(year)).toHaveLength(366);
  expect(daysOf(year)).toContain('2024-02-29');
  expect(monthsOf(year)).toEqual(
    Array.from({ length: 12 }, (_, n) => `2024-${String(n + 1).padStart(2, '0')}`),
  );
  expect(monthsOf({ from: '2023-11-30', to: '2024-02-01' })).toEqual([
    '2023-11',
    '2023-12',
    '2024-01',
    '2024-02',
  ]);
});

test('the months of a period are those of its days', () => {
  const day = fc.date({ min: new Date('1995-01-01'), max: new Date('2095-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(day, fc.nat(399), (start, length) => {
      const from = start.toISOString().slice(0, 10);
      const to = new Date(start.getTime() + length * 86_400_000).toISOString().slice(0, 10);
      const days = daysOf({ from, to });
      expect(days).toHaveLength(length + 1);
      expect(monthsOf({ from, to })).toEqual([...new Set(days.map((one) => one.slice(0, 7)))]);
    }),
  );
});
