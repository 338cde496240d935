import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EscposStream, type EscposToken } from './escpos-stream.ts';

const cut = (bytes: readonly number[], size: number): readonly EscposToken[] => {
  const stream = new EscposStream();
  const tokens: EscposToken[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    tokens.push(...stream.push(Uint8Array.from(bytes.slice(at, at + size))));
  }
  return tokens;
};

const piece = fc.oneof(
  fc.constantFrom(0x12, 0x16, 0x32, 0x7e).map((byte) => [[byte], { is: 'status', byte }] as const),
  fc.constantFrom(0x00, 0x03, 0x0c, 0x0f).map((byte) => [[byte], { is: 'paper', byte }] as const),
  fc.constantFrom('ABCD', 'OOOO').map((id) => {
    return [[0x37, 0x22, ...Buffer.from(id), 0], { is: 'process', id }] as const;
  }),
  fc
    .tuple(
      fc.constantFrom(0x10, 0x14, 0x38),
      fc.array(fc.constantFrom(0, 3, 0x0f), { minLength: 3, maxLength: 3 }),
    )
    .map(([first, rest]) => [[first, ...rest], { is: 'automatic' }] as const),
);

describe('what a printer says', () => {
  it('is told apart in any pieces and any order, flow control between', () => {
    fc.assert(
      fc.property(fc.array(piece), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
        const bytes = pieces.flatMap(([said]) => [0x13, ...said, 0x11]);
        expect(cut(bytes, size)).toEqual(pieces.map(([, token]) => token));
      }),
    );
  });

  it('is an automatic status as a whole: none of its bytes is an answer', () => {
    expect(cut([0x10, 0x00, 0x0c, 0x00, 0x12], 1)).toEqual([
      { is: 'automatic' },
      { is: 'status', byte: 0x12 },
    ]);
  });

  it('is found again behind what was torn', () => {
    expect(cut([0x10, 0x00, 0x12], 1)).toEqual([{ is: 'junk' }, { is: 'status', byte: 0x12 }]);
    expect(cut([0x37, 0x22, 0x41, 0x12], 1)).toEqual([{ is: 'junk' }, { is: 'status', byte: 0x12 }]);
  });

  it('may be anything: every byte is taken, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const stream = new EscposStream();
        expect(stream.push(bytes).length).toBeLessThanOrEqual(bytes.length);
        stream.reset();
        expect(stream.push(Uint8Array.of(0x12))).toEqual([{ is: 'status', byte: 0x12 }]);
      }),
    );
  });
});
