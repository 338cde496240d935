import { expect, test } from 'vitest';
import { unkeepableIn } from './keepable.ts';

test.each([
  ['a note', null],
  [{ note: '派出所 𠮷' }, null],
  [{ note: 'a\0b' }, 'note'],
  [{ list: [{ text: 'x' }, { text: '\ud800' }] }, 'list.1.text'],
  [{ body: { 'a\0': 1 } }, 'body'],
  [{ n: 1, b: true, nothing: null }, null],
] as const)('%j: %s', (value, where) => {
  expect(unkeepableIn(value)).toBe(where);
});
