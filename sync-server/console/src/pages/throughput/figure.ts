import type { MetricName } from '@haizhu/shared/metrics/dictionary';
import { formatCount, formatRate, type Language } from '../../format/numbers.ts';

/** A figure as it is written: counts whole, the rate with two digits, means with one. */
export function formatFigure(metric: MetricName, value: number, language: Language, mean = false): string {
  if (metric === 'faultRate') return formatRate(value, language);
  return mean && value < 100 ? formatRate(Math.round(value * 10) / 10, language) : formatCount(Math.round(value), language);
}
