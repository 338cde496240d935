import { METRIC_NAMES, type MetricName } from '@haizhu/shared/metrics/dictionary';
import type { Grouping } from '../../api/report.ts';
import type { Period } from './presets.ts';

export interface Behind extends Period {
  readonly metric: MetricName;
  readonly station?: string | null;
  readonly kiosk?: string | null;
  readonly item?: string | null;
}

/** Figures whose entries can be listed: all that count something. A rate has no entries of its own. */
export function canOpen(metric: MetricName): boolean {
  return metric !== 'faultRate';
}

/** Address of the page with the entries behind a figure. */
export function behindPath({ from, to, metric, station, kiosk, item }: Behind): string {
  const query = new URLSearchParams({ metric, from, to });
  if (station) query.set('station', station);
  if (kiosk) query.set('kiosk', kiosk);
  if (item) query.set('item', item);
  return `/throughput/entries?${query}`;
}

/** The last day of the month of `YYYY-MM`. */
function lastOfMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

/** Narrows the question behind the total to that behind one group. */
export function behindGroup(total: Behind, groupBy: Grouping, key: string): Behind {
  switch (groupBy) {
    case 'day':
      return { ...total, from: key, to: key };
    case 'month': {
      // The first and last month of a period may be covered in part only.
      const [, from = total.from] = [`${key}-01`, total.from].toSorted();
      const [to = total.to] = [lastOfMonth(key), total.to].toSorted();
      return { ...total, from, to };
    }
    case 'station':
      return { ...total, station: key };
    case 'kiosk':
      return { ...total, kiosk: key };
    case 'item':
      return { ...total, item: key };
  }
}

/** Reads what `behindPath` wrote; null when the address names no figure or period. */
export function readBehind(query: URLSearchParams): Behind | null {
  const metric = METRIC_NAMES.find((name) => name === query.get('metric'));
  const from = query.get('from');
  const to = query.get('to');
  if (metric === undefined || from === null || to === null) return null;
  return {
    metric,
    from,
    to,
    station: query.get('station'),
    kiosk: query.get('kiosk'),
    item: query.get('item'),
  };
}
