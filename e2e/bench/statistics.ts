/** The value below which a share of the values lies; `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new Error('no values');
  return found;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** To three significant digits, for reading. */
export const rounded = (value: number): number => Number(value.toPrecision(3));
