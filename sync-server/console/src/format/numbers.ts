export type Language = 'zh' | 'en';

const LOCALES = { zh: 'zh-CN', en: 'en-GB' } as const;

/** A count with thousands separated; never shortened to 万, so that it stays the exact number. */
export function formatCount(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 0 }).format(value);
}

/** A rate with two digits after the point, so that rates under each other can be compared. */
export function formatRate(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(value);
}

/** A mean of counts: one digit after the point while it is small. */
export function formatMean(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: value < 100 ? 1 : 0 }).format(
    value,
  );
}

/** Part of a whole as a percentage of at most one decimal; null when there is no whole. */
export function formatShare(part: number, whole: number, language: Language): string | null {
  if (whole <= 0) return null;
  return new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 }).format(
    part / whole,
  );
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes in steps of 1024, with one decimal below ten. */
export function formatBytes(bytes: number, language: Language): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits }).format(value)} ${UNITS[unit]}`;
}

/** Whole fen as yuan. */
export function formatFen(fen: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { style: 'currency', currency: 'CNY' }).format(fen / 100);
}
