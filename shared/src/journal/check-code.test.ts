import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHECK_CODE_ALPHABET, makeCheckCode, normalizeCheckCode, showCheckCode } from './check-code.ts';

const bytes = fc.uint8Array({ minLength: 64, maxLength: 64 });

test('a code that is shown and typed back is the same code', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      if (random.filter((b) => b < 248).length < 12) return;
      const code = makeCheckCode(random);
      expect(code).toHaveLength(12);
      expect(showCheckCode(code)).toMatch(/^.{4}-.{4}-.{4}$/);
      expect(normalizeCheckCode(showCheckCode(code))).toBe(code);
      expect(normalizeCheckCode(` ${showCheckCode(code).toLowerCase().replaceAll('-', ' ')} `)).toBe(code);
    }),
  );
});

test('signs that are mistaken for each other are not used', () => {
  for (const sign of '01ILO') expect(CHECK_CODE_ALPHABET).not.toContain(sign);
  expect(new Set(CHECK_CODE_ALPHABET).size).toBe(31);
});

test('every sign is as likely as any other', () => {
  const counts = new Map<string, number>();
  for (let byte = 0; byte < 248; byte += 1) {
    const sign = makeCheckCode(new Uint8Array(12).fill(byte))[0] ?? '';
    counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  expect(new Set(counts.values())).toEqual(new Set([8]));
});

test.each(['', 'ABCD', 'ABCD-EFGH-JKM0', 'ABCD-EFGH-JKMNP'])('%s is no code', (typed) => {
  expect(normalizeCheckCode(typed)).toBeNull();
});
