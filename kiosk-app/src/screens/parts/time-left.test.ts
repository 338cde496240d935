import { expect, test } from 'vitest';
import { markAt } from './time-left.tsx';

test('what is left is read out at a few marks only', () => {
  const said = Array.from({ length: 181 }, (_, n) => markAt(180 - n));
  const changes = said.filter((mark, at) => at > 0 && mark !== said[at - 1]);
  expect(changes).toEqual([120, 60, 30, 20, 10, 5]);
  expect(markAt(121)).toBeNull();
  expect(markAt(0)).toBe(5);
});
