import { METRICS } from '@haizhu/shared/metrics/dictionary';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Report } from '../../api/report.ts';
import { formatDay } from '../../format/time.ts';
import { useLanguage, useNames } from '../../i18n/index.ts';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { SERIES } from '../../theme.ts';
import { CHART_KINDS, chartData } from './chart-data.ts';
import { chartHeight, chartOption } from './chart-option.ts';
import { EChart } from './echart.tsx';
import { axisLabel } from './group-label.ts';
import type { ChartName } from './report-query.ts';

/** The chosen figures of a report as bars, with their names written beside the colours. */
export function ReportChart({ report, chart }: { readonly report: Report; readonly chart: ChartName }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const data = useMemo(() => {
    const year = report.to.slice(0, 4);
    return chartData(report, chart, language, (group) => axisLabel(report.groupBy, group, language, year));
  }, [report, chart, language]);
  const option = useMemo(() => chartOption(data, language), [data, language]);
  const whole = METRICS[CHART_KINDS[chart].whole];
  const title = t('throughput.chartTitle', {
    from: formatDay(report.from, language),
    to: formatDay(report.to, language),
    name: name(whole.names),
    unit: name(whole.unit),
  });
  const nothing = data.wholes.every((value) => value === null || value === 0);
  const unsplit = data.wholes.length > 0 && data.wholes.every((value) => value === null);
  return (
    <figure className="chart" aria-label={t('throughput.chartLabel', { name: name(whole.names) })}>
      <figcaption>
        {title}
        {data.series.length > 1 && (
          <span className="chart-keys">
            {data.series.map((series, index) => (
              <span key={series.metric} className="chart-key">
                <svg width="10" height="10" aria-hidden="true">
                  <rect width="10" height="10" rx="2" fill={SERIES[index]} />
                </svg>
                {series.name}
              </span>
            ))}
          </span>
        )}
      </figcaption>
      {nothing ? (
        <div className="chart-empty" style={{ height: chartHeight(data) }}>
          <EmptyNote
            title={unsplit ? t('throughput.noSplit') : t('throughput.empty')}
            help={unsplit ? '' : t('throughput.emptyHelp')}
          />
        </div>
      ) : (
        <EChart option={option} height={chartHeight(data)} />
      )}
      {data.left > 0 && (
        <p className="quiet">{t('throughput.chartLeft', { shown: data.labels.length, left: data.left })}</p>
      )}
    </figure>
  );
}
