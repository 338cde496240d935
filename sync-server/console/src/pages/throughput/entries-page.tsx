import { METRICS, type MetricName } from '@haizhu/shared/metrics/dictionary';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useUrlState } from '../../data/use-url-state.ts';
import { useNames } from '../../i18n/index.ts';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { ApplicationEntries } from './application-entries.tsx';
import { type Behind, canOpen, readBehind } from './behind.ts';
import { FaultEntries } from './fault-entries.tsx';
import { SessionEntries } from './session-entries.tsx';

/** The entries behind a figure: the same question, asked for its rows. */
export function EntriesPage() {
  const { t } = useTranslation();
  const name = useNames();
  const [query] = useUrlState();
  const behind = readBehind(query);
  if (behind === null || !canOpen(behind.metric)) {
    return <EmptyNote title={t('errors.noPage')} help={t('errors.noPageHelp')} action={<Back />} />;
  }
  const conditions = [
    behind.from === behind.to ? behind.from : t('entries.of', { from: behind.from, to: behind.to }),
    behind.station,
    behind.kiosk,
    behind.item,
  ].filter(Boolean);
  return (
    <>
      <PageHead
        title={t('entries.title', { name: name(METRICS[behind.metric].names) })}
        note={`${conditions.join(' · ')}　${t('entries.noPersonal')}`}
        actions={<Back />}
      />
      <p className="definition-line">{name(METRICS[behind.metric].definition)}</p>
      <List metric={behind.metric} behind={behind} />
    </>
  );
}

function List({ metric, behind }: { readonly metric: MetricName; readonly behind: Behind }) {
  switch (metric) {
    case 'sessions':
      return <SessionEntries behind={behind} />;
    case 'deviceFaults':
    case 'faultRate':
      return <FaultEntries behind={behind} />;
    case 'applications':
    case 'accepted':
    case 'notAccepted':
    case 'undetermined':
    case 'concluded':
    case 'approved':
    case 'refused':
    case 'selfService':
    case 'pending':
      return <ApplicationEntries behind={behind} />;
  }
}

function Back() {
  const { t } = useTranslation();
  return <Link to="/throughput">{t('entries.back')}</Link>;
}
