import * as z from 'zod/mini';
import { isDay } from '../time/beijing.ts';

/** GB 11643-1999: weights of the 17 body digits and the check sign by remainder mod 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_SIGNS = '10X98765432';

/** Check sign (`0`-`9` or `X`) of 17 body digits, GB 11643-1999 (ISO 7064 MOD 11-2). Throws on other input. */
export function idNumberCheckSign(body: string): string {
  if (!/^\d{17}$/.test(body)) throw new Error('a citizen identity number has 17 body digits');
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  return CHECK_SIGNS.charAt(sum % 11);
}

/**
 * Whether the text is a formal 18-sign number: format, real birth day, check sign. The area part is not looked
 * up: numbers keep the code of areas that were abolished.
 */
export function isIdNumber(text: string): boolean {
  return (
    /^\d{17}[\dX]$/.test(text) &&
    isDay(birthDateOf(text)) &&
    idNumberCheckSign(text.slice(0, 17)) === text[17]
  );
}

/** Birth day written in an 18-sign number, as YYYY-MM-DD. */
export function birthDateOf(idNumber: string): string {
  return `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
}

/** Sex written in an 18-sign number: the 17th digit is odd for male, even for female. */
export function sexOf(idNumber: string): 'male' | 'female' {
  return Number(idNumber[16]) % 2 === 1 ? 'male' : 'female';
}

/** An 18-sign number with a right check sign and a real birth day. */
export const idNumberSchema = z.string().check(z.refine(isIdNumber));
