import { expect, it } from 'vitest';
import { compareCells, readSorting, writeSorting } from './sorting.ts';

it('reads from an address only columns that exist', () => {
  expect(readSorting('-queue', ['queue'])).toEqual({ column: 'queue', descending: true });
  expect(readSorting('queue', ['queue'])).toEqual({ column: 'queue', descending: false });
  expect(readSorting('password', ['queue'])).toBeNull();
  expect(readSorting(null, ['queue'])).toBeNull();
});

it('writes what it reads', () => {
  for (const text of ['queue', '-queue']) expect(writeSorting(readSorting(text, ['queue']))).toBe(text);
  expect(writeSorting(null)).toBeNull();
});

it('sorts numbers as numbers, names with numbers naturally, and the missing last', () => {
  const sorted = (values: (string | number | null)[], descending: boolean) =>
    values.toSorted((a, b) => compareCells(a, b, descending));
  expect(sorted([10, null, 9, 100], false)).toEqual([9, 10, 100, null]);
  expect(sorted([10, null, 9, 100], true)).toEqual([100, 10, 9, null]);
  expect(sorted(['K-10', 'K-9', 'K-1'], false)).toEqual(['K-1', 'K-9', 'K-10']);
});
