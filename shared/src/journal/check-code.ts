/**
 * The code on the slip with which a citizen checks an application. 12 signs of a 31-sign alphabet without
 * I, L, O, 0 and 1 (read aloud and typed by old people) are 59 bits. Only its digest enters the journal.
 */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 12;

/** Makes a code from random bytes (at least 64; bytes that would favour a sign are passed over). */
export function makeCheckCode(randomBytes: Uint8Array): string {
  const limit = 256 - (256 % ALPHABET.length);
  let code = '';
  for (const byte of randomBytes) {
    if (byte < limit) code += ALPHABET[byte % ALPHABET.length];
    if (code.length === LENGTH) return code;
  }
  throw new Error('too few random bytes for a check code');
}

/** What was typed, as it was issued: spaces, dashes and lower case do not matter. Null if it cannot be a code. */
export function normalizeCheckCode(typed: string): string | null {
  const code = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  return code.length === LENGTH && [...code].every((sign) => ALPHABET.includes(sign)) ? code : null;
}

/** In groups of four, as it is printed. */
export function showCheckCode(code: string): string {
  return code.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** Text whose SHA-256 is the `lookup` of the application. */
export function lookupText(code: string): string {
  return `check-code:${code}`;
}

export const CHECK_CODE_ALPHABET: string = ALPHABET;
