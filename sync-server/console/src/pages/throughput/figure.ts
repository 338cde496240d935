import type { MetricName } from '@haizhu/shared/metrics/dictionary';
import { formatCount, formatMean, formatRate, type Language } from '../../format/numbers.ts';

/** A figure as it is written: counts whole, the rate with two digits, means with one. */
export function formatFigure(metric: MetricName, value: number, language: Language, mean = false): string {
  if (metric === 'faultRate') return formatRate(value, language);
  return mean ? formatMean(value, language) : formatCount(value, language);
}
