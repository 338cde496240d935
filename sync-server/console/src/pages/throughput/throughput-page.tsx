import { METRIC_NAMES, METRICS } from '@haizhu/shared/metrics/dictionary';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Report, reportCsvPath, reportPath, reportSchema } from '../../api/report.ts';
import { useNow } from '../../data/use-now.ts';
import { useResource } from '../../data/use-resource.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { formatCount } from '../../format/numbers.ts';
import { beijingDay, formatMinute } from '../../format/time.ts';
import { useLanguage, useNames } from '../../i18n/index.ts';
import { DefinitionText } from '../../parts/definition.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import { notClosing } from './chart-data.ts';
import { CompletenessNote } from './completeness-note.tsx';
import { FiguresTable } from './figures-table.tsx';
import { ReportChart } from './report-chart.tsx';
import { type ReportView, readReportView } from './report-query.ts';
import { ReportToolbar } from './report-toolbar.tsx';

/** Throughput of a period: chart and table from one answer. */
export function ThroughputPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [query] = useUrlState();
  const view = readReportView(query, beijingDay(useNow()));
  const report = useResource({ path: reportPath(view), schema: reportSchema, topics: ['report', 'faults'] });
  const [defining, setDefining] = useState(false);
  return (
    <>
      <PageHead
        title={t('throughput.title')}
        note={
          report.data === null
            ? undefined
            : t('throughput.asOf', {
                time: formatMinute(report.data.asOf.at),
                id: formatCount(report.data.asOf.ledgerId, language),
              })
        }
        actions={
          <>
            <Button onClick={() => setDefining(true)}>{t('throughput.definitions')}</Button>
            <Button href={reportCsvPath(view)} download title={t('throughput.csvHelp')}>
              {t('throughput.csv')}
            </Button>
          </>
        }
      />
      <ReportToolbar view={view} />
      <ResourceView resource={report} height={560}>
        {(data) => <ReportBody report={data} view={view} />}
      </ResourceView>
      <Definitions open={defining} onClose={() => setDefining(false)} />
    </>
  );
}

function ReportBody({ report, view }: { readonly report: Report; readonly view: ReportView }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const open = notClosing(report);
  return (
    <>
      {open !== null && (
        <Alert
          type="warning"
          showIcon
          title={t('throughput.notClosing', {
            applications: formatCount(open.applications, language),
            sum: formatCount(open.sum, language),
          })}
        />
      )}
      <CompletenessNote report={report} />
      <ReportChart report={report} chart={view.chart} />
      <FiguresTable report={report} />
    </>
  );
}

function Definitions({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const name = useNames();
  return (
    <Drawer open={open} onClose={onClose} title={t('throughput.definitions')} size={460}>
      <p className="quiet">{t('throughput.definitionsHelp')}</p>
      {METRIC_NAMES.map((metric) => (
        <section key={metric} className="definition-entry">
          <h3>{name(METRICS[metric].names)}</h3>
          <DefinitionText metric={metric} />
        </section>
      ))}
    </Drawer>
  );
}
