import { addDays, beijingDay, beijingMinute, isDay } from '@haizhu/shared/time/beijing';
import { formatMean, type Language } from './numbers.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const WORDS = {
  zh: {
    s: '秒',
    m: '分钟',
    h: '小时',
    d: '天',
    gap: ' ',
    join: ' ',
    ago: (x: string) => `${x}前`,
    now: '刚刚',
  },
  en: {
    s: 's',
    m: 'min',
    h: 'h',
    d: 'd',
    gap: ' ',
    join: ' ',
    ago: (x: string) => `${x} ago`,
    now: 'just now',
  },
} as const;

/** A span in its largest unit, with the next smaller one below ten: "3 小时 20 分钟", "12 天". */
export function formatSpan(ms: number, language: Language): string {
  const w = WORDS[language];
  const span = Math.max(0, ms);
  const part = (value: number, unit: string) => `${value}${w.gap}${unit}`;
  if (span < MINUTE) return part(Math.floor(span / SECOND), w.s);
  if (span < HOUR) return part(Math.floor(span / MINUTE), w.m);
  const [size, name, smaller, smallerName] = span < DAY ? [HOUR, w.h, MINUTE, w.m] : [DAY, w.d, HOUR, w.h];
  const whole = Math.floor(span / size);
  const rest = Math.floor((span - whole * size) / smaller);
  return whole >= 10 || rest === 0
    ? part(whole, name)
    : `${part(whole, name)}${w.join}${part(rest, smallerName)}`;
}

/** A span in the unit that suits a limit, with one decimal, so that the two can be compared: "97.5 小时" beside "96 小时". */
export function formatSpanLike(ms: number, limitMs: number, language: Language): string {
  const w = WORDS[language];
  const [size, name] =
    limitMs < 2 * MINUTE ? [SECOND, w.s] : limitMs < 2 * HOUR ? [MINUTE, w.m] : [HOUR, w.h];
  return `${formatMean(ms / size, language)}${w.gap}${name}`;
}

/** How long ago, as seen at `now`. Below ten seconds it is "just now": nothing on a page counts seconds. */
export function formatAgo(at: number, now: number, language: Language): string {
  const w = WORDS[language];
  const span = now - at;
  if (span < 10 * SECOND) return w.now;
  // In steps of ten seconds below a minute, so that the page does not flicker.
  const calm = span < MINUTE ? Math.floor(span / (10 * SECOND)) * 10 * SECOND : span;
  return w.ago(formatSpan(calm, language));
}

/** A clock error with its direction; null below a second. */
export function formatClockError(ms: number, language: Language): string | null {
  if (Math.abs(ms) < SECOND) return null;
  const span = formatSpan(Math.abs(ms), language);
  if (language === 'zh') return ms > 0 ? `快 ${span}` : `慢 ${span}`;
  return ms > 0 ? `${span} fast` : `${span} slow`;
}

/** Beijing date and time to the minute. */
export const formatMinute = beijingMinute;

/** Beijing time of day to the second: for "as of". */
export function formatClock(at: number): string {
  return new Date(at + 8 * HOUR).toISOString().slice(11, 19);
}

/** A day as it is said: 3月1日 (with the year when it is another one), 1 Mar. */
export function formatDay(day: string, language: Language, thisYear?: string): string {
  if (!isDay(day)) return day;
  const [year = '', month = '', date = ''] = day.split('-');
  const sameYear = thisYear === year;
  if (language === 'zh') return `${sameYear ? '' : `${year}年`}${Number(month)}月${Number(date)}日`;
  const name = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
  return `${Number(date)} ${name}${sameYear ? '' : ` ${year}`}`;
}

const WEEKDAYS = { zh: '日一二三四五六', en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] } as const;

export function formatWeekday(day: string, language: Language): string {
  const index = new Date(`${day}T00:00:00Z`).getUTCDay();
  return language === 'zh' ? `周${WEEKDAYS.zh[index] ?? ''}` : (WEEKDAYS.en[index] ?? '');
}

export { addDays, beijingDay, isDay };
