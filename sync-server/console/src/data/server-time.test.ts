import { describe, expect, it } from 'vitest';
import { offsetFromDate } from './server-time.ts';

describe('offsetFromDate', () => {
  const now = Date.parse('2026-03-01T08:00:00Z');

  it('measures a desk clock that is an hour slow', () => {
    expect(offsetFromDate('Sun, 01 Mar 2026 09:00:00 GMT', now)).toBe(3_600_000);
  });

  it('takes a second of difference for rounding', () => {
    expect(offsetFromDate('Sun, 01 Mar 2026 07:59:59 GMT', now)).toBe(0);
  });

  it('says nothing for a missing or unreadable header', () => {
    expect(offsetFromDate(null, now)).toBeNull();
    expect(offsetFromDate('soon', now)).toBeNull();
  });
});
