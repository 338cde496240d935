import { METRIC_NAMES, METRICS, type MetricName } from '@haizhu/shared/metrics/dictionary';
import { expect, it } from 'vitest';
import { NOTHING_LACKING } from '../../api/completeness.fixture.ts';
import { type Figures, type Report, reportSchema } from '../../api/report.ts';
import { usualDay, usualVisits } from './usual.ts';

const figures = (values: Partial<Record<MetricName, number>>) =>
  Object.fromEntries(
    METRIC_NAMES.map((name) => [name, { value: values[name] ?? 0, definition: METRICS[name].id }]),
  ) as Figures;

const report = (groups: readonly (readonly [string, Partial<Record<MetricName, number>>])[]): Report =>
  reportSchema.parse({
    from: '2026-03-01',
    to: '2026-03-03',
    groupBy: 'day',
    asOf: { ledgerId: 1, at: 1 },
    completeness: NOTHING_LACKING,
    total: figures({}),
    groups: groups.map(([key, values]) => ({ key, label: key, labelEn: key, figures: figures(values) })),
  });

const days = report([
  ['2026-03-01', { applications: 10, sessions: 900, deviceFaults: 9 }],
  ['2026-03-02', { applications: 20, sessions: 100, deviceFaults: 6 }],
  ['2026-03-03', { applications: 500, sessions: 1, deviceFaults: 1 }],
]);

it('leaves today out of the usual day', () => {
  expect(usualDay(days, '2026-03-03', 'applications')).toBe(15);
  expect(usualDay(days, '2026-03-01', 'applications')).toBeNull();
});

it('computes a rate from sums, not as a mean of rates', () => {
  expect(usualDay(days, '2026-03-03', 'faultRate')).toBe(15);
  expect(usualDay(report([['2026-03-02', {}]]), '2026-03-03', 'faultRate')).toBeNull();
});

it('gives the daily visits of each kiosk', () => {
  const byKiosk = report([['K-1', { sessions: 14 }]]);
  expect(usualVisits(byKiosk, 7).get('K-1')).toBe(2);
});
