import { METRIC_NAMES, METRICS, type MetricName } from '@haizhu/shared/metrics/dictionary';
import { expect, it } from 'vitest';
import { NOTHING_LACKING } from '../../api/completeness.fixture.ts';
import { type Figures, type Report, reportSchema } from '../../api/report.ts';
import { CHART_KINDS, chartData, MAX_LYING, notClosing } from './chart-data.ts';
import { CHARTS } from './report-query.ts';

const figures = (values: Partial<Record<MetricName, number | null>>) =>
  Object.fromEntries(
    METRIC_NAMES.map((name) => [
      name,
      { value: name in values ? values[name] : 0, definition: METRICS[name].id },
    ]),
  ) as Figures;

const report = (total: Figures, group = total): Report =>
  reportSchema.parse({
    from: '2026-03-01',
    to: '2026-03-01',
    groupBy: 'item',
    asOf: { ledgerId: 1, at: 1 },
    completeness: NOTHING_LACKING,
    total,
    groups: [{ key: 'k', label: 'K', labelEn: 'K', figures: group }],
  });

it('draws what the table shows, and keeps what does not split apart from zero', () => {
  const answer = report(
    figures({}),
    figures({ accepted: 7, undetermined: 2, applications: 9, deviceFaults: null }),
  );
  const chart = chartData(answer, 'applications', 'zh', (one) => one.key);
  expect(chart.series.map((series) => series.values)).toEqual([[7], [0], [2]]);
  expect(chart.wholes).toEqual([9]);
  expect(chart.lying).toBe(true);
  expect(chartData(answer, 'faults', 'zh', (one) => one.key).wholes).toEqual([null]);
});

it('stacks parts only of a whole that they add up to', () => {
  for (const chart of CHARTS) {
    const { parts, whole } = CHART_KINDS[chart];
    if (parts.length === 1) expect(parts[0]).toBe(whole);
    else for (const part of parts) expect(METRICS[whole].formula).toContain(part);
  }
});

it('names a sum that does not close', () => {
  expect(notClosing(report(figures({ applications: 9, accepted: 7, undetermined: 2 })))).toBeNull();
  expect(notClosing(report(figures({ applications: 9, accepted: 7 })))).toEqual({ applications: 9, sum: 7 });
});

it('draws the largest of many groups and tells how many it leaves to the table', () => {
  const kiosks: Report = {
    ...report(figures({})),
    groupBy: 'kiosk',
    groups: Array.from({ length: MAX_LYING + 5 }, (_, n) => ({
      key: `K-${n}`,
      label: `K-${n}`,
      labelEn: `K-${n}`,
      figures: figures({ sessions: n }),
    })),
  };
  const chart = chartData(kiosks, 'sessions', 'zh', (one) => one.key);
  expect(chart.labels).toHaveLength(MAX_LYING);
  expect(chart.labels[0]).toBe(`K-${MAX_LYING + 4}`);
  expect(chart.left).toBe(5);
  const days = chartData({ ...kiosks, groupBy: 'day' }, 'sessions', 'zh', (one) => one.key);
  expect(days.labels[0]).toBe('K-0');
  expect(days.left).toBe(0);
});
