import type { WorkReason } from '@haizhu/shared/sync/work-limits';
import type { Translate } from '../i18n/i18n.ts';
import type { TextKey } from '../i18n/zh.ts';
import type { ClockDoubt } from '../ports/clock.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** From here on the next larger unit is easier to take in. */
const MANY = 2;

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** An amount in the unit of the larger of the two, so that value and limit can be compared. */
function amounts(t: Translate, { limit, value, bound }: WorkReason): readonly [string, string] {
  const both = (show: (amount: number) => string) => [show(value), show(bound)] as const;
  switch (limit) {
    case 'queued':
      return both((amount) => t('unit.entries', { count: grouped.format(amount) }));
    case 'storageShare':
      return both((amount) => `${grouped.format(amount * 100)}%`);
    case 'oldestMs':
    case 'clockErrorMs': {
      const [unit, ms]: readonly [TextKey, number] =
        bound < MANY * MINUTE_MS
          ? ['unit.seconds', 1000]
          : bound < MANY * HOUR_MS
            ? ['unit.minutes', MINUTE_MS]
            : ['unit.hours', HOUR_MS];
      return both((amount) => t(unit, { count: grouped.format(amount / ms) }));
    }
  }
}

/** A near limit in a few words: what, and how much. */
export function workNear(t: Translate, reason: WorkReason): string {
  const [value] = amounts(t, reason);
  return t(`work.near.${reason.limit}`, { value });
}

/** A passed limit for staff: what, how much, and the limit. */
export function workPassed(t: Translate, reason: WorkReason): string {
  const [value, bound] = amounts(t, reason);
  return t(`work.passed.${reason.level}`, { limit: t(`work.limit.${reason.limit}`), value, bound });
}

/** Why no application is taken, in words for who came to apply. */
export function whyStopped(
  reasons: readonly WorkReason[],
  refused: boolean,
  clock?: ClockDoubt | undefined,
  oneCopy?: true | undefined,
): TextKey {
  if (refused || oneCopy === true) return 'stopped.why.refused';
  if (clock !== undefined) return 'stopped.why.clock';
  switch (reasons.find(({ level }) => level === 'stop')?.limit) {
    case 'queued':
    case 'oldestMs':
      return 'stopped.why.queue';
    case 'storageShare':
      return 'stopped.why.storage';
    case 'clockErrorMs':
      return 'stopped.why.clock';
    case undefined:
      return 'stopped.why.refused';
  }
}
