import { METRICS, type MetricName } from '@haizhu/shared/metrics/dictionary';
import type { Report, ReportGroup } from '../../api/report.ts';
import type { Language } from '../../format/numbers.ts';
import type { ChartName } from './report-query.ts';

/** Figures that are stacked in a chart. Their sum is `whole`, which stands above the bars. */
export interface ChartKind {
  readonly parts: readonly MetricName[];
  readonly whole: MetricName;
}

export const CHART_KINDS: Readonly<Record<ChartName, ChartKind>> = {
  applications: { parts: ['accepted', 'notAccepted', 'undetermined'], whole: 'applications' },
  concluded: { parts: ['approved', 'refused'], whole: 'concluded' },
  sessions: { parts: ['sessions'], whole: 'sessions' },
  faults: { parts: ['deviceFaults'], whole: 'deviceFaults' },
};

/** Most bars that lie above each other; they are the largest. */
export const MAX_LYING = 20;

export interface ChartSeries {
  readonly metric: MetricName;
  readonly name: string;
  /** One for each group; null where the figure does not split. */
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly keys: readonly string[];
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly wholes: readonly (number | null)[];
  /** Bars lie for groups that are not times, so that their names can be read. */
  readonly lying: boolean;
  /** Groups that the table shows and the chart, for want of room, does not. */
  readonly left: number;
}

/** The chart of a report: the same figures that the table shows, of the same answer. */
export function chartData(
  report: Report,
  chart: ChartName,
  language: Language,
  label: (group: ReportGroup) => string,
): ChartData {
  const { parts, whole } = CHART_KINDS[chart];
  const lying = report.groupBy === 'station' || report.groupBy === 'kiosk' || report.groupBy === 'item';
  const size = (group: ReportGroup) => group.figures[whole].value ?? 0;
  const groups = lying
    ? report.groups.toSorted((a, b) => size(b) - size(a)).slice(0, MAX_LYING)
    : report.groups;
  return {
    keys: groups.map((group) => group.key),
    labels: groups.map(label),
    series: parts.map((metric) => ({
      metric,
      name: METRICS[metric].names[language],
      values: groups.map((group) => group.figures[metric].value),
    })),
    wholes: groups.map((group) => group.figures[whole].value),
    lying,
    left: report.groups.length - groups.length,
  };
}

/** The identity 申请 = 受理 + 不予受理 + 待定; the two sides when it does not close, else null. */
export function notClosing(report: Report): { readonly applications: number; readonly sum: number } | null {
  const value = (metric: MetricName) => report.total[metric].value ?? 0;
  const applications = value('applications');
  const sum = value('accepted') + value('notAccepted') + value('undetermined');
  return applications === sum ? null : { applications, sum };
}
