import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Kiosk } from '../../api/fleet.ts';
import { useNow } from '../../data/use-now.ts';
import { formatMean } from '../../format/numbers.ts';
import { formatAgo, formatSpan } from '../../format/time.ts';
import { useLanguage, useNames } from '../../i18n/index.ts';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { FaultList } from '../../parts/fault-list.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { WorkMark } from '../kiosks/work-mark.tsx';
import { type Need, rankNeeds } from './needs.ts';

interface Props {
  readonly kiosks: readonly Kiosk[];
  readonly usual: ReadonlyMap<string, number>;
}

/** Kiosks that somebody should look after, most hurting first. */
export function NeedsTable({ kiosks, usual }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const now = useNow();
  const needs = rankNeeds(kiosks, usual);
  if (needs.length === 0)
    return <EmptyNote title={t('overview.needsNone')} help={t('overview.needsNoneHelp')} />;

  const what = ({ kiosk }: Need) => {
    if (kiosk.state !== 'unknown') {
      return (
        <>
          {(kiosk.openFaults.length > 0 || kiosk.work.level === 'ok') && (
            <FaultList faults={kiosk.openFaults} />
          )}
          {kiosk.work.level !== 'ok' && <WorkMark work={kiosk.work} />}
        </>
      );
    }
    return kiosk.lastContactAt === null
      ? t('overview.neverSpoken')
      : t('overview.silent', { span: formatSpan(now - kiosk.lastContactAt, language) });
  };
  const since = ({ kiosk }: Need) => {
    const begun = kiosk.openFaults.map((fault) => fault.begunAt);
    // Since when a limit is passed is told by nobody.
    if (kiosk.state !== 'unknown' && begun.length === 0 && kiosk.work.level !== 'ok') return '—';
    const at = kiosk.state === 'unknown' || begun.length === 0 ? kiosk.lastContactAt : Math.min(...begun);
    return at === null ? '—' : formatAgo(at, now, language);
  };
  return (
    <Table<Need>
      aria-label={t('overview.needs')}
      size="small"
      rowKey={(need) => need.kiosk.id}
      dataSource={[...needs]}
      pagination={needs.length > 8 ? { pageSize: 8, showSizeChanger: false } : false}
      columns={[
        { title: t('kiosks.state'), width: 112, render: (_, need) => <StateMark state={need.kiosk.state} /> },
        {
          title: t('kiosks.id'),
          render: (_, need) => (
            <>
              <Link to={`/kiosks/${need.kiosk.id}`}>{need.kiosk.id}</Link>
              <div className="quiet nowrap">{name(need.kiosk.station)}</div>
            </>
          ),
        },
        { title: t('overview.what'), render: (_, need) => what(need) },
        { title: t('overview.since'), width: 120, render: (_, need) => since(need) },
        {
          title: <span title={t('overview.usualHelp')}>{t('overview.usual')}</span>,
          width: 116,
          align: 'right',
          className: 'numeric',
          render: (_, need) => (need.usual === null ? '—' : formatMean(need.usual, language)),
        },
      ]}
    />
  );
}
