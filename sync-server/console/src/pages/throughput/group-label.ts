import type { Grouping, ReportGroup } from '../../api/report.ts';
import type { Language } from '../../format/numbers.ts';
import { formatDay, formatWeekday } from '../../format/time.ts';

type GroupName = Pick<ReportGroup, 'key' | 'label' | 'labelEn'>;

/** A group's name in full, for the table. */
export function groupLabel(
  groupBy: Grouping | null,
  { key, label, labelEn }: GroupName,
  language: Language,
): string {
  switch (groupBy) {
    case 'day':
      return `${key} ${formatWeekday(key, language)}`;
    case 'month':
      return monthLabel(key, language);
    case 'station':
    case 'kiosk':
    case 'item':
    case null:
      return language === 'zh' ? label : labelEn;
  }
}

/** A group's name as short as an axis needs it. */
export function axisLabel(
  groupBy: Grouping | null,
  group: GroupName,
  language: Language,
  year: string,
): string {
  return groupBy === 'day' ? formatDay(group.key, language, year) : groupLabel(groupBy, group, language);
}

function monthLabel(month: string, language: Language): string {
  const [year = '', number = ''] = month.split('-');
  return language === 'zh' ? `${year}年${Number(number)}月` : `${number}/${year}`;
}
