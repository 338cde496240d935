/**
 * Days are Beijing days: UTC+8 all year; China has had no daylight saving time since 1991 and this product
 * knows no date before that.
 */
const OFFSET_MS = 8 * 3_600_000;
export const DAY_MS = 86_400_000;

/** The day asked for last: entries come by the thousand of one day, and writing a date costs more than their hash. */
let lastNumber = Number.NaN;
let lastDay = '';

/** The Beijing day of an instant, as YYYY-MM-DD. */
export function beijingDay(instant: number): string {
  const number = Math.floor((instant + OFFSET_MS) / DAY_MS);
  if (number !== lastNumber) {
    lastDay = new Date(instant + OFFSET_MS).toISOString().slice(0, 10);
    lastNumber = number;
  }
  return lastDay;
}

/** Beijing date and time as `YYYY-MM-DD HH:mm`, for slips and lists. */
export function beijingMinute(instant: number): string {
  return new Date(instant + OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/** The first instant of a Beijing day. */
export function startOfBeijingDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - OFFSET_MS;
}

/** Whether the text is a real calendar day written YYYY-MM-DD (so not 2024-02-30). */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === text;
}

/** The day `count` days later (earlier when negative). */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/**
 * The day `months` calendar months later, less one day: the last day of a validity that starts on `day`.
 * A month without that day ends on its last one (30 November + 3 months runs to the end of February).
 */
export function lastDayOfValidity(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const end =
    date > lastOfMonth
      ? Date.UTC(year, month - 1 + months, lastOfMonth)
      : Date.UTC(year, month - 1 + months, date) - DAY_MS;
  return new Date(end).toISOString().slice(0, 10);
}

/** Full years between a birth day and another day. */
export function ageOn(birthDay: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDay.slice(0, 4));
  return day.slice(5) < birthDay.slice(5) ? years - 1 : years;
}
