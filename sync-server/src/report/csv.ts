import { METRIC_NAMES, METRICS } from '@haizhu/shared/metrics/dictionary';
import { beijingMinute } from '@haizhu/shared/time/beijing';
import { stringify } from 'csv-stringify/sync';
import type { Completeness } from './completeness.ts';
import type { Figures } from './figures.ts';
import type { Grouping } from './period.ts';
import type { Report } from './report.ts';

const GROUP_TITLES: Readonly<Record<Grouping, string>> = {
  day: '日期',
  month: '月份',
  station: '办证点',
  kiosk: '自助办证机',
  item: '许可事项',
};

/** Of the whole period, in the console's words. */
const COMPLETENESS: readonly (readonly [string, (of: Completeness) => string | number])[] = [
  ['期间数据完整', ({ complete }) => (complete ? '是' : '否')],
  ['尚缺流水条数', ({ lacking }) => lacking],
  ['失去联系设备数', ({ silent }) => silent],
  ['搁置流水条数', ({ setAside }) => setAside],
  ['少于设备计数的设备日', ({ days }) => days.short],
  ['设备尚未报数的设备日', ({ days }) => days.uncounted],
];

/**
 * The same figures as the report, for a spreadsheet: UTF-8 with a byte order mark, one row for each group and one
 * for the total, each with the period, the ledger position, and how complete the period is as a whole: a row that is
 * copied from the file still says so. A figure that cannot be computed is an empty cell.
 */
export function reportCsv(report: Report, completeness: Completeness): string {
  const header = [
    report.groupBy === null ? '分组' : GROUP_TITLES[report.groupBy],
    '编号',
    ...METRIC_NAMES.map(
      (name) => `${METRICS[name].names.zh}（${METRICS[name].unit.zh}）[${METRICS[name].id}]`,
    ),
    '统计期间',
    '数据截至',
    '总账序号',
    ...COMPLETENESS.map(([title]) => title),
  ];
  const about = [
    `${report.from}/${report.to}`,
    `${beijingMinute(report.asOf.at)} +08:00`,
    report.asOf.ledgerId,
    ...COMPLETENESS.map(([, value]) => value(completeness)),
  ];
  const row = (label: string, key: string, figures: Figures) => [
    label,
    key,
    ...METRIC_NAMES.map((name) => figures[name].value),
    ...about,
  ];
  const rows = report.groups.map(({ key, label, figures }) => row(label, key, figures));
  // Names are typed by staff: what a spreadsheet would take for a formula is made text.
  return stringify([header, ...rows, row('合计', '', report.total)], {
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
