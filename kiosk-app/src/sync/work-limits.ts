import { type WorkFacts, type WorkLimits, type WorkState, workState } from '@haizhu/shared/sync/work-limits';
import type { LinkState } from '../ports/server-link.ts';
import type { Space } from '../ports/work-gauge.ts';
import { type AgeClock, leastAgeOf } from './time-mark.ts';

/**
 * Whether this kiosk warns staff or takes no new work, by its limits. `space` is what the browser tells of its storage
 * or null; nothing is aged by a clock that is wrong, which is a reason of its own. Limits are those the server told last, which are kept for when it cannot be reached.
 */
export function kioskWorkState(
  link: Pick<LinkState, 'queued' | 'oldestAt' | 'oldestMark' | 'clockErrorMs'>,
  space: Space | null,
  clock: AgeClock,
  limits: WorkLimits,
): WorkState {
  const facts: WorkFacts = {
    queued: link.queued,
    oldestMs: link.oldestAt === null ? null : leastAgeOf(link.oldestAt, link.oldestMark, clock),
    storageShare: space === null || space.quotaBytes <= 0 ? null : space.usedBytes / space.quotaBytes,
    clockErrorMs: link.clockErrorMs,
  };
  return workState(facts, limits);
}
