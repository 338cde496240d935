import * as z from 'zod/mini';

const boundsSchema = z.object({ warn: z.number().check(z.gt(0)), stop: z.number().check(z.gt(0)) });

/** When a kiosk warns staff and when it takes no new work; set by the server. */
export const workLimitsSchema = z.object({
  /** Entries that wait to be sent. */
  queued: boundsSchema,
  /** Age of the oldest of them, ms. */
  oldestMs: boundsSchema,
  /** Part of the browser's quota that is used, 0 to 1. */
  storageShare: boundsSchema,
  /** Kiosk clock against the server's at the last connection, ms either way. */
  clockErrorMs: boundsSchema,
});
export type WorkLimits = z.infer<typeof workLimitsSchema>;

const HOUR_MS = 3_600_000;

/** A long weekend without a network is survived; beyond it citizens wait for too long. */
export const DEFAULT_WORK_LIMITS: WorkLimits = {
  queued: { warn: 2000, stop: 20_000 },
  oldestMs: { warn: 24 * HOUR_MS, stop: 96 * HOUR_MS },
  storageShare: { warn: 0.7, stop: 0.9 },
  clockErrorMs: { warn: 120_000, stop: HOUR_MS },
};

export type WorkLimit = keyof WorkLimits;

/** What the limits are held against; null where it is not known, which passes no limit. */
export type WorkFacts = Readonly<Record<WorkLimit, number | null>>;

export interface WorkReason {
  readonly limit: WorkLimit;
  readonly level: 'warn' | 'stop';
  readonly value: number;
  /** The limit that was passed. */
  readonly bound: number;
}

export interface WorkState {
  readonly level: 'ok' | 'warn' | 'stop';
  /** Every limit that is passed, those that stop first. */
  readonly reasons: readonly WorkReason[];
}

/** Pure: which limits are passed. A limit is passed by more than its value, not by exactly it. */
export function workState(facts: WorkFacts, limits: WorkLimits): WorkState {
  const reasons = (Object.keys(limits) as WorkLimit[]).flatMap((limit): WorkReason[] => {
    const known = facts[limit];
    if (known === null) return [];
    const value = Math.abs(known);
    const { warn, stop } = limits[limit];
    if (value > stop) return [{ limit, level: 'stop', value, bound: stop }];
    return value > warn ? [{ limit, level: 'warn', value, bound: warn }] : [];
  });
  const stopping = reasons.filter(({ level }) => level === 'stop');
  const warning = reasons.filter(({ level }) => level === 'warn');
  return {
    level: stopping.length > 0 ? 'stop' : warning.length > 0 ? 'warn' : 'ok',
    reasons: [...stopping, ...warning],
  };
}
