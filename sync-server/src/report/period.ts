import { err, ok, type Result } from '@haizhu/shared/result';
import { addDays, DAY_MS, isDay } from '@haizhu/shared/time/beijing';

export const GROUPINGS = ['day', 'month', 'station', 'kiosk', 'item'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Most rows that a grouping by day or month gives. */
export const MAX_ROWS = 400;

/** Beijing days, the first and the last included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A wrong question: which parameter, and what would be right. */
export interface ParameterError {
  readonly field: string;
  readonly message: string;
}

/** Checks the days, their order, and that a grouping does not give too many rows. */
export function readPeriod(
  from: string,
  to: string,
  groupBy: Grouping | null,
): Result<Period, ParameterError> {
  for (const [field, day] of [['from', from] as const, ['to', to] as const]) {
    if (!isDay(day))
      return err({ field, message: `${field} must be a day of the calendar written YYYY-MM-DD` });
  }
  if (from > to) return err({ field: 'from', message: 'from must not be later than to' });
  const period = { from, to };
  if (groupBy === 'day' && dayCount(period) > MAX_ROWS) {
    return err({ field: 'to', message: `groupBy=day covers at most ${MAX_ROWS} days` });
  }
  if (groupBy === 'month' && monthNumber(to) - monthNumber(from) >= MAX_ROWS) {
    return err({ field: 'to', message: `groupBy=month covers at most ${MAX_ROWS} months` });
  }
  return ok(period);
}

/** Every day of the period, as YYYY-MM-DD. */
export function daysOf(period: Period): readonly string[] {
  return Array.from({ length: dayCount(period) }, (_, n) => addDays(period.from, n));
}

/** Every month the period touches, as YYYY-MM. */
export function monthsOf({ from, to }: Period): readonly string[] {
  const first = monthNumber(from);
  return Array.from({ length: monthNumber(to) - first + 1 }, (_, n) => {
    const year = String(Math.floor((first + n) / 12)).padStart(4, '0');
    const month = String(((first + n) % 12) + 1).padStart(2, '0');
    return `${year}-${month}`;
  });
}

function dayCount({ from, to }: Period): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS + 1;
}

function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}
