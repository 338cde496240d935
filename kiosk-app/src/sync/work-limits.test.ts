import { DEFAULT_WORK_LIMITS } from '@haizhu/shared/sync/work-limits';
import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { kioskWorkState } from './work-limits.ts';

const NOW = Date.UTC(2026, 2, 2, 2);
const HOUR = 3_600_000;
const idle = { queued: 0, oldestAt: null, clockErrorMs: null };
const state = (
  link: Partial<Parameters<typeof kioskWorkState>[0]>,
  space: Parameters<typeof kioskWorkState>[1] = null,
) => kioskWorkState({ ...idle, ...link }, space, new FakeClock(() => NOW), DEFAULT_WORK_LIMITS);
const passed = ({ reasons }: ReturnType<typeof state>) =>
  reasons.map(({ limit, level }) => `${limit} ${level}`);

test('a kiosk with nothing to send, before its first connection, may work', () => {
  expect(state({})).toEqual({ level: 'ok', reasons: [] });
});

test.each([
  ['a day', 24 * HOUR, 'ok', []],
  ['more than a day', 25 * HOUR, 'warn', ['oldestMs warn']],
  ['more than four days', 97 * HOUR, 'stop', ['oldestMs stop']],
])('the oldest entry has waited for %s', (_, age, level, reasons) => {
  const now = state({ queued: 1, oldestAt: NOW - age });
  expect([now.level, passed(now)]).toEqual([level, reasons]);
});

test('an entry whose time lies ahead, because the clock was corrected, has not waited', () => {
  expect(state({ queued: 1, oldestAt: NOW + 200 * HOUR }).level).toBe('ok');
});

test('storage that is almost used up stops, an unknown quota does not', () => {
  expect(passed(state({}, { usedBytes: 75, quotaBytes: 100 }))).toEqual(['storageShare warn']);
  expect(passed(state({}, { usedBytes: 95, quotaBytes: 100 }))).toEqual(['storageShare stop']);
  expect(state({}, { usedBytes: 95, quotaBytes: 0 }).level).toBe('ok');
});

test('several limits at once: what stops is named first', () => {
  const now = state({ queued: 30_000, oldestAt: NOW - 30 * HOUR, clockErrorMs: -10 * 60_000 });
  expect([now.level, passed(now)]).toEqual(['stop', ['queued stop', 'oldestMs warn', 'clockErrorMs warn']]);
});
