import type { WorkLimit } from '@haizhu/shared/sync/work-limits';
import type { ServerLink } from '../ports/server-link.ts';
import type { ServiceLevel } from './device-monitor-level.ts';
import type { KioskContext } from './kiosk-types.ts';

type Known = Pick<KioskContext, 'level' | 'faults' | 'work' | 'broken' | 'shown'>;

/** How a passed limit is named where faults are named: in `kiosk.level` and in presence. */
const LIMIT_CODES: Readonly<Record<WorkLimit, string>> = {
  queued: 'work-queue',
  oldestMs: 'work-age',
  storageShare: 'work-storage',
  clockErrorMs: 'work-clock',
};
/** The disk did not take an entry. The server reads this one (`devices/fleet.ts`). */
const REFUSED_CODE = 'storage-refused';

/** What is stored is kept once only. The server reads this one too. */
const ONE_COPY_CODE = 'storage-one-copy';

interface Level {
  readonly level: ServiceLevel;
  readonly faults: readonly string[];
}

/**
 * What the journal says of the service. A disk that refuses is not in it: the entry could only be written once that
 * is over, and would be dated to then.
 */
export function levelToNote({ level, faults, work }: Known): Level {
  const passed = work.reasons
    .filter((reason) => reason.level === 'stop')
    .map(({ limit }) => LIMIT_CODES[limit]);
  const isClock = work.clock !== undefined && !passed.includes(LIMIT_CODES.clockErrorMs);
  const codes = isClock ? [...passed, LIMIT_CODES.clockErrorMs] : passed;
  if (codes.length === 0) return { level, faults };
  return { level: 'out-of-service', faults: [...faults, ...codes] };
}

/** What presence frames say: what citizens get now. A kiosk that only warns staff gives them everything. */
export function presenceOf(known: Known): Parameters<ServerLink['report']>[0] {
  const { level, faults } = levelToNote(known);
  const isRefused = known.work.refused || known.broken === 'storage';
  const isOneCopy = known.work.oneCopy === true;
  return {
    level: isRefused || isOneCopy || known.broken !== null ? 'out-of-service' : level,
    faults: [...faults, ...(isRefused ? [REFUSED_CODE] : []), ...(isOneCopy ? [ONE_COPY_CODE] : [])],
    screen: known.shown,
  };
}
