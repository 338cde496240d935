import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { birthDateOf, idNumberCheckSign, idNumberSchema, isIdNumber, sexOf } from './id-number.ts';

describe('citizen identity number', () => {
  it('knows the vector of the standard', () => {
    expect(idNumberCheckSign('11010519491231002')).toBe('X');
    expect(isIdNumber('11010519491231002X')).toBe(true);
    expect(birthDateOf('11010519491231002X')).toBe('1949-12-31');
    expect(sexOf('11010519491231002X')).toBe('female');
  });

  it('refuses what is not one', () => {
    const bad = ['', '11010519491231002x', '110105194912310021', '110105491231002', '11010519490230002X'];
    for (const text of bad) expect(idNumberSchema.safeParse(text).success, text).toBe(false);
    expect(() => idNumberCheckSign('1101051949123100')).toThrow();
  });

  it('notices every single wrong sign and every swap of neighbours', () => {
    const digits = fc.stringMatching(/^[1-9]\d{5}19[5-9]\d(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}$/);
    fc.assert(
      fc.property(digits, fc.nat(16), fc.integer({ min: 1, max: 9 }), (body, at, shift) => {
        const check = idNumberCheckSign(body);
        const other = body.slice(0, at) + ((Number(body[at]) + shift) % 10) + body.slice(at + 1);
        expect(idNumberCheckSign(other)).not.toBe(check);
        const swapped = body.slice(0, at) + (body[at + 1] ?? '') + (body[at] ?? '') + body.slice(at + 2);
        if (at < 16 && body[at] !== body[at + 1]) expect(idNumberCheckSign(swapped)).not.toBe(check);
        expect(isIdNumber(body + check)).toBe(true);
      }),
    );
  });
});
