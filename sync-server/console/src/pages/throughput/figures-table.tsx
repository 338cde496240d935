import { METRIC_NAMES, METRICS, type MetricName } from '@haizhu/shared/metrics/dictionary';
import { Table, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Figure, Report, ReportGroup } from '../../api/report.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { useLanguage, useNames } from '../../i18n/index.ts';
import { MetricLabel } from '../../parts/definition.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { compareCells, readSorting, writeSorting } from '../../parts/sorting.ts';
import { type Behind, behindGroup, behindPath, canOpen } from './behind.ts';
import { formatFigure } from './figure.ts';
import { groupLabel } from './group-label.ts';

/** Two months of days on one page. */
const PAGE = 62;
const GROUP_PX = 140;
/** English names are longer; the table then scrolls beside its first column. */
const FIGURE_PX = { zh: 90, en: 110 } as const;
/** Key of the row with the total; no group has an empty one. */
const TOTAL = '';

/** The figures of a report, a row for each group and the total above them. Every number opens what is behind it. */
export function FiguresTable({ report }: { readonly report: Report }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const [query, setQuery] = useUrlState();
  const sorting = readSorting(query.get('sort'), ['group', ...METRIC_NAMES]);
  const { groupBy } = report;

  const cellOf = (group: ReportGroup, column: string) =>
    column === 'group' ? group.key : (group.figures[column as MetricName].value ?? null);
  // Days and months are told newest first: what one looks for is at the top.
  const timely = groupBy === 'day' || groupBy === 'month';
  const { column, descending } = sorting ?? { column: timely ? 'group' : 'applications', descending: true };
  const groups = report.groups.toSorted((a, b) =>
    compareCells(cellOf(a, column), cellOf(b, column), descending),
  );
  const total: ReportGroup = { key: TOTAL, label: '', labelEn: '', figures: report.total };

  const behind = (metric: MetricName, group: ReportGroup): Behind => {
    const whole: Behind = { metric, from: report.from, to: report.to };
    return group.key === TOTAL || groupBy === null ? whole : behindGroup(whole, groupBy, group.key);
  };
  const sortable = (key: string) => ({
    key,
    sorter: true,
    sortOrder:
      sorting?.column === key ? (sorting.descending ? ('descend' as const) : ('ascend' as const)) : null,
  });
  const columns: TableColumnType<ReportGroup>[] = [
    {
      ...sortable('group'),
      title: t(`throughput.groupHeads.${groupBy ?? 'day'}`),
      fixed: 'left',
      width: GROUP_PX,
      render: (_, group) =>
        group.key === TOTAL ? t('throughput.total') : groupLabel(groupBy, group, language),
    },
    ...METRIC_NAMES.map((metric) => ({
      ...sortable(metric),
      title: (
        <>
          <MetricLabel metric={metric} />
          {metric === 'faultRate' && <div className="column-unit">{name(METRICS[metric].unit)}</div>}
        </>
      ),
      align: 'right' as const,
      className: 'numeric',
      width: FIGURE_PX[language],
      render: (_: unknown, group: ReportGroup) => (
        <FigureCell metric={metric} figure={group.figures[metric]} to={behindPath(behind(metric, group))} />
      ),
    })),
  ];
  return (
    <div className="figures">
      <Table<ReportGroup>
        aria-label={t('throughput.title')}
        size="small"
        rowKey="key"
        dataSource={groups.length === 0 ? [] : [total, ...groups]}
        rowClassName={(group) => (group.key === TOTAL ? 'total-row' : '')}
        columns={columns}
        tableLayout="fixed"
        scroll={{ x: GROUP_PX + METRIC_NAMES.length * FIGURE_PX[language] }}
        showSorterTooltip={false}
        pagination={
          groups.length > PAGE
            ? {
                pageSize: PAGE + 1,
                showSizeChanger: false,
                showTotal: (count) => t('common.countRows', { count }),
              }
            : false
        }
        locale={{
          emptyText: <EmptyNote title={t('throughput.emptyGroups')} help={t('throughput.emptyHelp')} />,
        }}
        onChange={(_pages, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          const key = one?.order ? String(one.columnKey) : null;
          setQuery({
            sort: writeSorting(key === null ? null : { column: key, descending: one?.order === 'descend' }),
          });
        }}
      />
    </div>
  );
}

function FigureCell({
  metric,
  figure,
  to,
}: {
  readonly metric: MetricName;
  readonly figure: Figure;
  readonly to: string;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (figure.value === null) {
    const why = figure.reason === 'no-sessions' ? t('throughput.noValue') : t('throughput.noSplit');
    return (
      <span className="quiet" title={why}>
        —
      </span>
    );
  }
  const text = formatFigure(metric, figure.value, language);
  if (figure.value === 0) return <span className="zero">{text}</span>;
  return canOpen(metric) ? (
    <Link to={to} title={t('throughput.open', { count: figure.value })}>
      {text}
    </Link>
  ) : (
    text
  );
}
