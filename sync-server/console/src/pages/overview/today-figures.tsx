import { METRICS, type MetricName } from '@haizhu/shared/metrics/dictionary';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Report, reportPath, reportSchema } from '../../api/report.ts';
import { useNow } from '../../data/use-now.ts';
import { useResource } from '../../data/use-resource.ts';
import { addDays, beijingDay, formatClock } from '../../format/time.ts';
import { useLanguage, useNames } from '../../i18n/index.ts';
import { MetricLabel } from '../../parts/definition.tsx';
import { Panel } from '../../parts/page-head.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import { behindPath, canOpen } from '../throughput/behind.ts';
import { formatFigure } from '../throughput/figure.ts';
import { figuresOf, USUAL_DAYS, usualDay } from './usual.ts';

const SHOWN: readonly MetricName[] = [
  'applications',
  'accepted',
  'concluded',
  'sessions',
  'deviceFaults',
  'faultRate',
];

/** Today until now, beside the mean of the days before. */
export function TodayFigures() {
  const { t } = useTranslation();
  const today = beijingDay(useNow());
  const report = useResource({
    path: reportPath({ from: addDays(today, -USUAL_DAYS), to: today, groupBy: 'day' }),
    schema: reportSchema,
    topics: ['report', 'faults'],
  });
  return (
    <Panel
      title={t('overview.today')}
      help={t('overview.todayHelp')}
      extra={
        <>
          {report.data !== null && (
            <span className="quiet">{t('common.asOf', { time: formatClock(report.data.asOf.at) })}</span>
          )}
          <Link to="/throughput">{t('overview.toThroughput')}</Link>
        </>
      }
    >
      <ResourceView resource={report} height={90}>
        {(data) => <Figures report={data} today={today} />}
      </ResourceView>
    </Panel>
  );
}

function Figures({ report, today }: { readonly report: Report; readonly today: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const figures = figuresOf(report, today);
  return (
    <div className="today">
      {SHOWN.map((metric) => {
        const value = figures?.[metric].value ?? null;
        const usual = usualDay(report, today, metric);
        const shown = value === null ? '—' : formatFigure(metric, value, language);
        return (
          <div key={metric} className="today-figure">
            <MetricLabel metric={metric} />
            <div className="today-value">
              {value !== null && value > 0 && canOpen(metric) ? (
                <Link to={behindPath({ from: today, to: today, metric })}>{shown}</Link>
              ) : (
                <span title={value === null ? t('overview.noRate') : undefined}>{shown}</span>
              )}
              <span className="today-unit">{name(METRICS[metric].unit)}</span>
            </div>
            <div className="quiet">
              {t(metric === 'faultRate' ? 'overview.usualRate' : 'overview.usualDay', {
                value: usual === null ? '—' : formatFigure(metric, usual, language, true),
              })}
            </div>
          </div>
        );
      })}
    </div>
  );
}
