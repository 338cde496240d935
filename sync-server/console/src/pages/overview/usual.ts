import type { MetricName } from '@haizhu/shared/metrics/dictionary';
import type { Figures, Report } from '../../api/report.ts';

/** Days before today that make the usual day. */
export const USUAL_DAYS = 7;

/** The group of one key, or undefined. */
export function figuresOf(report: Report, key: string): Figures | undefined {
  return report.groups.find((group) => group.key === key)?.figures;
}

/**
 * Mean of a figure over the days before `today`. A rate is not averaged over days (its days weigh differently):
 * it is computed from the sums of what it is made of.
 */
export function usualDay(report: Report, today: string, metric: MetricName): number | null {
  const days = report.groups.filter((group) => group.key < today);
  if (days.length === 0) return null;
  const sum = (name: MetricName) => days.reduce((total, day) => total + (day.figures[name].value ?? 0), 0);
  if (metric !== 'faultRate') return sum(metric) / days.length;
  const sessions = sum('sessions');
  return sessions === 0 ? null : (sum('deviceFaults') / sessions) * 1000;
}

/** Daily mean of the visits at each kiosk, from a report by kiosk over `days` days. */
export function usualVisits(report: Report, days: number): ReadonlyMap<string, number> {
  return new Map(report.groups.map((group) => [group.key, (group.figures.sessions.value ?? 0) / days]));
}
