import { describe, expect, it } from 'vitest';
import { PRESETS, presetPeriod } from './presets.ts';
import { daysOf, readReportView } from './report-query.ts';

const read = (query: string) => readReportView(new URLSearchParams(query), '2026-03-15');

describe('the address of the throughput page', () => {
  it('shows the last 30 days by day at first', () => {
    expect(read('')).toEqual({ from: '2026-02-14', to: '2026-03-15', groupBy: 'day', chart: 'applications' });
  });

  it('keeps what it says', () => {
    expect(read('from=2026-01-01&to=2026-01-31&groupBy=station&chart=faults')).toEqual({
      from: '2026-01-01',
      to: '2026-01-31',
      groupBy: 'station',
      chart: 'faults',
    });
  });

  it('does not ask the server what it would refuse', () => {
    for (const query of [
      'from=2026-02-30&to=2026-03-01',
      'from=2026-03-02&to=2026-03-01',
      'from=2024-01-01&to=2026-03-01',
      'from=2026-03-01',
      "groupBy=day'--",
    ]) {
      expect(read(query)).toMatchObject({ from: '2026-02-14', to: '2026-03-15', groupBy: 'day' });
    }
  });
});

describe('presets', () => {
  it('are whole days up to today', () => {
    expect(presetPeriod('week', '2026-03-03')).toEqual({ from: '2026-02-25', to: '2026-03-03' });
    expect(presetPeriod('lastMonth', '2026-03-15')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(presetPeriod('lastMonth', '2026-01-01')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(presetPeriod('yesterday', '2026-01-01')).toEqual({ from: '2025-12-31', to: '2025-12-31' });
    expect(presetPeriod('thisYear', '2024-12-31')).toEqual({ from: '2024-01-01', to: '2024-12-31' });
  });

  it('never are longer than the server answers', () => {
    for (const preset of PRESETS) expect(daysOf(presetPeriod(preset, '2024-12-31'))).toBeLessThanOrEqual(400);
  });
});
