import { applicationIdSchema } from '@haizhu/shared/ids';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uuidV7 } from './uuid-v7.ts';

const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe('a time-ordered id', () => {
  it('is the one of the standard for its time and random bits', () => {
    // RFC 9562, appendix A.6.
    const bytes = [0, 0, 0, 0, 0, 0, 0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
    expect(uuidV7(0x017f22e279b0, () => Uint8Array.from(bytes))).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('is a well-formed id of version 7 for any time and any bytes', () => {
    fc.assert(
      fc.property(time, random, (now, bytes) => {
        const id = uuidV7(now, () => bytes);
        expect(applicationIdSchema.safeParse(id).success).toBe(true);
        expect(id).toMatch(/^.{14}7.{4}[89ab]/);
      }),
    );
  });

  it('sorts by time', () => {
    fc.assert(
      fc.property(time, time, random, random, (a, b, one, other) => {
        fc.pre(a < b);
        expect(uuidV7(a, () => one) < uuidV7(b, () => other)).toBe(true);
      }),
    );
  });
});
