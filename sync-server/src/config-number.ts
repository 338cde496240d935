export interface NumberRange {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/** A whole number of the environment; a mistake is named with what would be right. */
export function readNumber(
  name: string,
  value: string | null,
  { fallback, min, max }: NumberRange,
  mistakes: string[],
): number {
  if (value === null) return fallback;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  mistakes.push(`${name}=${value} is not understood: give a whole number from ${min} to ${max}.`);
  return fallback;
}
