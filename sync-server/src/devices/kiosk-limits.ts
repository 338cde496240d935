import { DEFAULT_LIMITS, type Limits } from '@haizhu/shared/sync/protocol';
import type { Config } from '../config.ts';

/** What every kiosk is told at enrolment and at each connection. */
export const kioskLimits = (config: Pick<Config, 'workLimits' | 'kioskSealedDays'>): Limits => ({
  ...DEFAULT_LIMITS,
  work: config.workLimits,
  sealedDays: config.kioskSealedDays,
});
