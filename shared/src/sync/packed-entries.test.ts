import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WireEntry } from '../journal/entry.ts';
import { isWhole, packEntries, unpackEntries } from './packed-entries.ts';

const textOf = (bytes: Uint8Array) =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

/** What the other end reads. */
function sent(entries: readonly WireEntry[]) {
  const packed = packEntries(entries);
  expect(isWhole(packed)).toBe(true);
  return unpackEntries(packed).map(({ text, sealed }) => ({
    text: textOf(text),
    sealed: sealed === null ? null : textOf(sealed),
  }));
}

describe('entries that are packed', () => {
  test.each([
    ['of ASCII', fc.string({ unit: 'binary-ascii' })],
    ['of any characters', fc.string({ unit: 'binary' })],
    // Any sixteen bits: what ends with the first half of a pair may stand before what begins with the second.
    [
      'of halves of characters',
      fc.array(fc.integer({ min: 0xd7ff, max: 0xe000 })).map((u) => String.fromCharCode(...u)),
    ],
  ])('%s come out as they went in, with the replacement character for a lone surrogate', (_, text) => {
    const entry = fc.record({ text, sealed: fc.option(text, { nil: null, freq: 3 }) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
        expect(sent(entries)).toEqual(
          entries.map((e) => ({
            text: e.text.toWellFormed(),
            sealed: e.sealed?.toWellFormed() ?? null,
          })),
        );
      }),
    );
  });

  test('take one byte a character where they are ASCII', () => {
    const { sizes, bytes } = packEntries([
      { text: 'ab', sealed: 'cde' },
      { text: 'f', sealed: null },
    ]);
    expect(sizes).toEqual([
      [2, 3],
      [1, null],
    ]);
    expect(textOf(bytes)).toBe('abcdef');
  });

  test('an empty sealed payload is another thing than none', () => {
    const entries = [
      { text: '', sealed: '' },
      { text: '', sealed: null },
    ];
    expect(sent(entries)).toEqual(entries);
  });

  test('a mark of byte order stays where it was', () => {
    const entries = [{ text: '\uFEFFa', sealed: '\uFEFF' }];
    expect(sent(entries)).toEqual(entries);
  });
});

test.each([
  ['more bytes than told', [[3, 1]]],
  ['fewer bytes than told', [[3, 3]]],
  ['bytes of nobody', []],
] as const)('%s are not whole', (_, sizes) => {
  expect(isWhole({ sizes, bytes: new TextEncoder().encode('abcde') })).toBe(false);
});
