/** ICAO 9303 weights, repeated over the field. */
const WEIGHTS = [7, 3, 1] as const;

/** Value of one MRZ sign: digits as they are, A=10…Z=35, `<`=0. Throws on any other sign. */
function signValue(sign: string): number {
  if (sign === '<') return 0;
  if (/^\d$/.test(sign)) return Number(sign);
  if (/^[A-Z]$/.test(sign)) return sign.charCodeAt(0) - 55;
  throw new Error('a sign that cannot stand in a machine-readable zone');
}

/** Check digit of a machine-readable field, ICAO 9303 part 3: weights 7-3-1, mod 10. */
export function mrzCheckDigit(field: string): string {
  let sum = 0;
  for (let index = 0; index < field.length; index += 1) {
    sum += signValue(field.charAt(index)) * (WEIGHTS[index % 3] ?? 0);
  }
  return String(sum % 10);
}
