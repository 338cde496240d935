import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  DEFAULT_WORK_LIMITS,
  type WorkFacts,
  type WorkLimit,
  workLimitsSchema,
  workState,
} from './work-limits.ts';

const UNKNOWN: WorkFacts = { queued: null, oldestMs: null, storageShare: null, clockErrorMs: null };
const LIMITS = Object.keys(DEFAULT_WORK_LIMITS) as WorkLimit[];

test('what is not known passes no limit', () => {
  expect(workState(UNKNOWN, DEFAULT_WORK_LIMITS)).toEqual({ level: 'ok', reasons: [] });
});

test.each(LIMITS)('%s: at the limit is fine, beyond it is not', (limit) => {
  const { warn, stop } = DEFAULT_WORK_LIMITS[limit];
  const of = (value: number) => workState({ ...UNKNOWN, [limit]: value }, DEFAULT_WORK_LIMITS);
  expect(of(warn)).toEqual({ level: 'ok', reasons: [] });
  expect(of(warn * 1.001)).toEqual({
    level: 'warn',
    reasons: [{ limit, level: 'warn', value: warn * 1.001, bound: warn }],
  });
  expect(of(stop).level).toBe('warn');
  expect(of(stop * 1.001)).toMatchObject({ level: 'stop', reasons: [{ limit, level: 'stop', bound: stop }] });
});

test('a clock that is behind is as wrong as one that is ahead', () => {
  const state = workState({ ...UNKNOWN, clockErrorMs: -7_200_000 }, DEFAULT_WORK_LIMITS);
  expect(state).toMatchObject({ level: 'stop', reasons: [{ limit: 'clockErrorMs', value: 7_200_000 }] });
});

test('any facts: the level is that of the worst reason, and reasons that stop come first', () => {
  const value = fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true }));
  fc.assert(
    fc.property(
      fc.record({ queued: value, oldestMs: value, storageShare: value, clockErrorMs: value }),
      (facts) => {
        const { level, reasons } = workState(facts, DEFAULT_WORK_LIMITS);
        const levels = reasons.map((reason) => reason.level);
        expect(level).toBe(levels[0] ?? 'ok');
        expect(levels.toSorted((a, b) => (a === b ? 0 : a === 'stop' ? -1 : 1))).toEqual(levels);
        for (const { value: told, bound } of reasons) expect(told).toBeGreaterThan(bound);
      },
    ),
  );
});

test('the limits that are used without others fit their schema, and warn before they stop', () => {
  expect(workLimitsSchema.safeParse(DEFAULT_WORK_LIMITS).success).toBe(true);
  for (const limit of LIMITS)
    expect(DEFAULT_WORK_LIMITS[limit].warn).toBeLessThan(DEFAULT_WORK_LIMITS[limit].stop);
});
