import { expect, test } from 'vitest';
import { isKeepable, unkeepableIn } from './keepable.ts';

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

test.each([
  ['', true],
  ['派出所 𠮷', true],
  ['a\0b', false],
])('%j may be kept as a text and as its bytes: %s', (text, keepable) => {
  expect(isKeepable(text)).toBe(keepable);
  expect(isKeepable(new TextEncoder().encode(text))).toBe(keepable);
});

test('a lone surrogate, and bytes that are no UTF-8, may not be kept', () => {
  expect(isKeepable('\ud800')).toBe(false);
  expect(isKeepable(new Uint8Array([0xed, 0xa0, 0x80]))).toBe(false);
  expect(isKeepable(new Uint8Array([0xff]))).toBe(false);
});
