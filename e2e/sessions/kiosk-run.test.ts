import { expect, test } from 'vitest';
import { KioskRun } from './kiosk-run.ts';

test('the same seed brings the same visits, to the millisecond', async () => {
  const perform = () => KioskRun.perform({ seed: 4, first: 1, count: 6 });
  const [one, other] = [await perform(), await perform()];
  expect(one.visits).toBe(6);
  expect(one.happenings.length).toBeGreaterThan(50);
  expect(other).toEqual(one);
});

test('another seed brings others', async () => {
  const one = await KioskRun.perform({ seed: 5, first: 1, count: 2 });
  const other = await KioskRun.perform({ seed: 6, first: 1, count: 2 });
  expect(other.happenings).not.toEqual(one.happenings);
});
