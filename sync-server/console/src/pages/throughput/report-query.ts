import { DAY_MS } from '@haizhu/shared/time/beijing';
import { GROUPINGS, type Grouping } from '../../api/report.ts';
import { isDay } from '../../format/time.ts';
import { type Period, presetPeriod } from './presets.ts';

export const CHARTS = ['applications', 'concluded', 'sessions', 'faults'] as const;
export type ChartName = (typeof CHARTS)[number];

/** Longest period that the server answers, in days. */
export const MAX_DAYS = 400;

export interface ReportView extends Period {
  readonly groupBy: Grouping;
  readonly chart: ChartName;
}

function known<T extends string>(values: readonly T[], text: string | null, otherwise: T): T {
  return values.find((value) => value === text) ?? otherwise;
}

/** Days of a period, first and last included. */
export function daysOf({ from, to }: Period): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}

/** What an address asks for. What is missing or makes no sense in it becomes the last 30 days, by day. */
export function readReportView(query: URLSearchParams, today: string): ReportView {
  const from = query.get('from') ?? '';
  const to = query.get('to') ?? '';
  const sensible = isDay(from) && isDay(to) && from <= to && daysOf({ from, to }) <= MAX_DAYS;
  return {
    ...(sensible ? { from, to } : presetPeriod('month', today)),
    groupBy: known(GROUPINGS, query.get('groupBy'), 'day'),
    chart: known(CHARTS, query.get('chart'), 'applications'),
  };
}
