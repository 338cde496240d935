import { PERMIT_ITEMS } from '@haizhu/shared/catalogue/items';
import { unreachable } from '@haizhu/shared/result';
import type { Reader } from '../storage/store.ts';
import { daysOf, type Grouping, monthsOf, type Period } from './period.ts';

export interface GroupName {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
}

const plain = (key: string): GroupName => ({ key, label: key, labelEn: key });

/**
 * The groups that stand in a report even when nothing was counted for them, in their order: each day and month, each
 * station, each kiosk, each permit item. A row of zeros says something; a row that is missing says nothing.
 */
export async function groupNames(
  reader: Reader,
  period: Period,
  groupBy: Grouping,
): Promise<readonly GroupName[]> {
  switch (groupBy) {
    case 'day':
      return daysOf(period).map(plain);
    case 'month':
      return monthsOf(period).map(plain);
    case 'station': {
      const rows = await reader.selectFrom('station').selectAll().orderBy('id').execute();
      return rows.map((row) => ({ key: row.id, label: row.name_zh, labelEn: row.name_en }));
    }
    case 'kiosk': {
      const rows = await reader.selectFrom('kiosk').select('id').orderBy('id').execute();
      return rows.map((row) => plain(row.id));
    }
    case 'item':
      return PERMIT_ITEMS.map(({ id, names }) => ({ key: id, label: names.zh, labelEn: names.en }));
    default:
      return unreachable(groupBy);
  }
}
