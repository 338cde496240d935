import { DEFAULT_WORK_LIMITS, type WorkLimit, type WorkLimits } from '@haizhu/shared/sync/work-limits';
import { readNumber } from './config-number.ts';

/** Name in the environment, and how many of the limit's own units one of its units is. */
const NAMES: Readonly<
  Record<WorkLimit, { readonly name: string; readonly unit: number; readonly max: number }>
> = {
  queued: { name: 'QUEUE', unit: 1, max: 10_000_000 },
  oldestMs: { name: 'OLDEST_HOURS', unit: 3_600_000, max: 87_600 },
  storageShare: { name: 'STORAGE_PERCENT', unit: 0.01, max: 100 },
  clockErrorMs: { name: 'CLOCK_SECONDS', unit: 1000, max: 31_536_000 },
};

/** WARN_… and STOP_… of each limit, as whole numbers of the unit that the name says. */
export function readWorkLimits(text: (name: string) => string | null, mistakes: string[]): WorkLimits {
  const read = (limit: WorkLimit) => {
    const { name, unit, max } = NAMES[limit];
    const bound = (level: 'warn' | 'stop') => {
      const variable = `${level.toUpperCase()}_${name}`;
      const fallback = Math.round(DEFAULT_WORK_LIMITS[limit][level] / unit);
      return readNumber(variable, text(variable), { fallback, min: 1, max }, mistakes);
    };
    const [warn, stop] = [bound('warn'), bound('stop')];
    if (warn > stop) mistakes.push(`WARN_${name}=${warn} must not be more than STOP_${name}=${stop}.`);
    return { warn: scaled(warn, unit), stop: scaled(stop, unit) };
  };
  return {
    queued: read('queued'),
    oldestMs: read('oldestMs'),
    storageShare: read('storageShare'),
    clockErrorMs: read('clockErrorMs'),
  };
}

/** Without the dust of binary fractions: 70 × 0.01 is 0.7. */
const scaled = (value: number, unit: number): number =>
  unit < 1 ? value / Math.round(1 / unit) : value * unit;
