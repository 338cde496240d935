import type { WorkReason } from '@haizhu/shared/sync/work-limits';
import { beforeAll, expect, test } from 'vitest';
import { loadLanguage, translatorFor } from '../i18n/i18n.ts';
import { whyStopped, workNear, workPassed } from './work-text.ts';

const HOUR = 3_600_000;
const queue: WorkReason = { limit: 'queued', level: 'warn', value: 1234, bound: 1000 };
const age: WorkReason = { limit: 'oldestMs', level: 'stop', value: 96.25 * HOUR, bound: 96 * HOUR };
const storage: WorkReason = { limit: 'storageShare', level: 'stop', value: 0.912, bound: 0.9 };
const clock: WorkReason = { limit: 'clockErrorMs', level: 'warn', value: 150_000, bound: 120_000 };

beforeAll(() => loadLanguage('en'));
const zh = translatorFor('zh');
const en = () => translatorFor('en');

test('a near limit is named with how much it is', () => {
  expect(workNear(zh, queue)).toBe('待送达 1,234 条');
  expect(workNear(zh, clock)).toBe('时钟误差 2.5 分钟');
  expect(workNear(en(), queue)).toBe('1,234 entries to be sent');
});

test.each([
  [
    queue,
    '待送达 1,234 条，已过提醒线 1,000 条',
    'To be sent: 1,234 entries; staff are warned above 1,000 entries',
  ],
  [age, '最早一条已等 96.3 小时，已过停收线 96 小时', 'Oldest entry: 96.3 hours; work stops above 96 hours'],
  [storage, '存储已用 91.2%，已过停收线 90%', 'Storage used: 91.2%; work stops above 90%'],
  [
    clock,
    '时钟误差 2.5 分钟，已过提醒线 2 分钟',
    'Clock error: 2.5 minutes; staff are warned above 2 minutes',
  ],
])('staff read value and limit in one unit: %o', (reason, chinese, english) => {
  expect([workPassed(zh, reason), workPassed(en(), reason)]).toEqual([chinese, english]);
});

test('the citizen is told why by what stops, never by what only warns', () => {
  expect(zh(whyStopped([age, queue], false))).toContain('还没有送出');
  expect(zh(whyStopped([clock, storage], false))).toContain('存储');
  expect(zh(whyStopped([{ ...clock, level: 'stop' }], false))).toContain('时钟');
  expect(zh(whyStopped([age], true))).toContain('存不下');
  expect(zh(whyStopped([], true))).toContain('存不下');
});
