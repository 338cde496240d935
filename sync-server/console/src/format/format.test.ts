import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatFen, formatMean, formatRate, formatShare } from './numbers.ts';
import {
  formatAgo,
  formatClock,
  formatClockError,
  formatDay,
  formatSpan,
  formatSpanLike,
  formatWeekday,
} from './time.ts';

describe('numbers', () => {
  it('keeps counts exact', () => {
    expect(formatCount(865_359, 'zh')).toBe('865,359');
    expect(formatCount(0, 'en')).toBe('0');
  });

  it('rounds rates and shares, and gives no share of nothing', () => {
    expect(formatRate(2.3456, 'zh')).toBe('2.35');
    expect(formatRate(12, 'zh')).toBe('12.00');
    expect(formatMean(1.26, 'zh')).toBe('1.3');
    expect(formatMean(169.4, 'zh')).toBe('169');
    expect(formatShare(1, 3, 'zh')).toBe('33.3%');
    expect(formatShare(0, 0, 'zh')).toBeNull();
  });

  it('writes bytes and money', () => {
    expect(formatBytes(512, 'zh')).toBe('512 B');
    expect(formatBytes(1536, 'zh')).toBe('1.5 KB');
    expect(formatBytes(25 * 1024 ** 3, 'zh')).toBe('25 GB');
    expect(formatFen(1500, 'zh')).toBe('¥15.00');
  });
});

describe('time', () => {
  it('tells spans in one or two units', () => {
    expect(formatSpan(0, 'zh')).toBe('0 秒');
    expect(formatSpan(59_999, 'zh')).toBe('59 秒');
    expect(formatSpan(60_000, 'zh')).toBe('1 分钟');
    expect(formatSpan(3 * 3_600_000 + 20 * 60_000, 'zh')).toBe('3 小时 20 分钟');
    expect(formatSpan(12 * 3_600_000 + 20 * 60_000, 'en')).toBe('12 h');
    expect(formatSpan(2 * 86_400_000, 'zh')).toBe('2 天');
    expect(formatSpan(-5, 'zh')).toBe('0 秒');
  });

  it('tells a span and its limit in one unit, so that the one can be seen to pass the other', () => {
    expect([95_000, 60_000].map((ms) => formatSpanLike(ms, 60_000, 'zh'))).toEqual(['95 秒', '60 秒']);
    expect([7_190_000, 3_600_000].map((ms) => formatSpanLike(ms, 3_600_000, 'en'))).toEqual([
      '120 min',
      '60 min',
    ]);
    expect(formatSpanLike(97.53 * 3_600_000, 96 * 3_600_000, 'zh')).toBe('97.5 小时');
  });

  it('does not count single seconds', () => {
    expect(formatAgo(0, 9_999, 'zh')).toBe('刚刚');
    expect(formatAgo(0, 19_999, 'zh')).toBe('10 秒前');
    expect(formatAgo(0, 61_000, 'en')).toBe('1 min ago');
    // A kiosk heard a moment after the page's idea of now.
    expect(formatAgo(5_000, 0, 'zh')).toBe('刚刚');
  });

  it('tells the direction of a clock error', () => {
    expect(formatClockError(400, 'zh')).toBeNull();
    expect(formatClockError(90_000, 'zh')).toBe('快 1 分钟');
    expect(formatClockError(-3_600_000, 'en')).toBe('1 h slow');
  });

  it('shows Beijing time and days', () => {
    expect(formatClock(Date.parse('2026-03-01T16:00:05Z'))).toBe('00:00:05');
    expect(formatDay('2026-03-01', 'zh', '2026')).toBe('3月1日');
    expect(formatDay('2025-12-31', 'zh', '2026')).toBe('2025年12月31日');
    expect(formatDay('2025-12-31', 'en', '2026')).toBe('31 Dec 2025');
    expect(formatDay('nonsense', 'zh')).toBe('nonsense');
    expect(formatWeekday('2026-03-01', 'zh')).toBe('周日');
  });
});
