import { type WorkFacts, type WorkLimits, type WorkState, workState } from '@haizhu/shared/sync/work-limits';
import type { LinkState } from '../ports/server-link.ts';
import type { Space } from '../ports/work-gauge.ts';

/**
 * Whether this kiosk warns staff or takes no new work. `now` is the corrected time, `space` what the browser tells of
 * its storage or null. Limits are those the server told last, which are kept for when it cannot be reached.
 */
export function kioskWorkState(
  link: Pick<LinkState, 'queued' | 'oldestAt' | 'clockErrorMs'>,
  space: Space | null,
  now: number,
  limits: WorkLimits,
): WorkState {
  const facts: WorkFacts = {
    queued: link.queued,
    oldestMs: link.oldestAt === null ? null : Math.max(0, now - link.oldestAt),
    storageShare: space === null || space.quotaBytes <= 0 ? null : space.usedBytes / space.quotaBytes,
    clockErrorMs: link.clockErrorMs,
  };
  return workState(facts, limits);
}
