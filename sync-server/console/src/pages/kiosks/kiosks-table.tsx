import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KIOSK_STATES, type Kiosk } from '../../api/fleet.ts';
import { useNow } from '../../data/use-now.ts';
import { formatBytes, formatCount } from '../../format/numbers.ts';
import { formatAgo, formatClockError, formatMinute, formatSpan } from '../../format/time.ts';
import { useLanguage, useNames } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { FaultList } from '../../parts/fault-list.tsx';
import { useFaultText } from '../../parts/fault-text.ts';
import { KioskLink } from '../../parts/kiosk-link.tsx';
import { stateKey } from './kiosk-filter.ts';
import { KioskStateMark } from './kiosk-state-mark.tsx';
import { useWorkReasons, WorkMark } from './work-mark.tsx';

/** Beyond this the server bounds a kiosk's times; shown as wrong. */
const CLOCK_LIMIT_MS = 120_000;

interface Props {
  readonly kiosks: readonly Kiosk[];
  readonly filtered: boolean;
  readonly toolbar: ReactNode;
}

export function KiosksTable({ kiosks, filtered, toolbar }: Props) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const now = useNow();
  const fault = useFaultText();
  const reasons = useWorkReasons();
  const columns: Column<Kiosk>[] = [
    {
      key: 'state',
      title: t('kiosks.state'),
      fixed: true,
      value: (kiosk) => t(`state.${stateKey(kiosk)}`),
      // By how much it hurts.
      sortBy: (kiosk) => KIOSK_STATES.indexOf(kiosk.state),
      render: (kiosk) => <KioskStateMark kiosk={kiosk} />,
    },
    {
      key: 'id',
      title: t('kiosks.id'),
      fixed: true,
      value: (kiosk) => kiosk.id,
      render: (kiosk) => (
        <>
          <KioskLink id={kiosk.id} />
          {kiosk.demo && (
            <span className="demo-tag" title={t('kiosks.demoHelp')}>
              {t('kiosks.demo')}
            </span>
          )}
        </>
      ),
    },
    { key: 'station', title: t('kiosks.station'), value: (kiosk) => name(kiosk.station) },
    {
      key: 'faults',
      title: t('kiosks.faults'),
      value: (kiosk) => kiosk.openFaults.map((open) => fault(open.fault).title).join('；') || null,
      render: (kiosk) => <FaultList faults={kiosk.openFaults} />,
    },
    {
      key: 'work',
      title: t('kiosks.workTitle'),
      value: ({ work }) => [t(`kiosks.work.${work.level}`), ...reasons(work)].join('；'),
      sortBy: ({ work }) => ['stop', 'warn', 'ok'].indexOf(work.level),
      render: ({ work }) => <WorkMark work={work} />,
    },
    {
      key: 'contact',
      title: t('kiosks.lastContact'),
      value: (kiosk) => (kiosk.lastContactAt === null ? null : formatMinute(kiosk.lastContactAt)),
      render: (kiosk) =>
        kiosk.lastContactAt === null ? (
          t('common.never')
        ) : (
          <span title={formatMinute(kiosk.lastContactAt)}>
            {formatAgo(kiosk.lastContactAt, now, language)}
          </span>
        ),
    },
    {
      key: 'queue',
      title: t('kiosks.queue'),
      numeric: true,
      value: (kiosk) => kiosk.queued,
      render: (kiosk) =>
        kiosk.queued === 0 ? <span className="zero">0</span> : formatCount(kiosk.queued, language),
    },
    {
      key: 'oldest',
      title: t('kiosks.oldest'),
      value: (kiosk) => (kiosk.oldestAt === null ? null : formatMinute(kiosk.oldestAt)),
      render: (kiosk) => (kiosk.oldestAt === null ? '—' : formatSpan(now - kiosk.oldestAt, language)),
    },
    {
      key: 'clock',
      title: t('kiosks.clock'),
      exportTitle: t('kiosks.clockMs'),
      value: (kiosk) => kiosk.clockErrorMs,
      render: (kiosk) => <ClockError ms={kiosk.clockErrorMs} />,
    },
    {
      key: 'storage',
      title: t('kiosks.storage'),
      exportTitle: t('kiosks.storageBytes'),
      value: (kiosk) => kiosk.storage?.usedBytes ?? null,
      render: ({ storage }) =>
        storage === null ? (
          '—'
        ) : (
          <>
            {t('kiosks.storageUsed', {
              used: formatBytes(storage.usedBytes, language),
              quota: formatBytes(storage.quotaBytes, language),
            })}
            {!storage.persisted && (
              <div className="warn-text" title={t('kiosks.storageTemporaryHelp')}>
                {t('kiosks.storageTemporary')}
              </div>
            )}
            {storage.spared === false && (
              <div className="warn-text" title={t('kiosks.storageNotSparedHelp')}>
                {t('kiosks.storageNotSpared')}
              </div>
            )}
          </>
        ),
    },
    { key: 'software', title: t('kiosks.software'), value: (kiosk) => kiosk.software },
  ];
  return (
    <DataTable
      rows={kiosks}
      rowKey={(kiosk) => kiosk.id}
      columns={columns}
      label={t('kiosks.title')}
      file={t('kiosks.file')}
      toolbar={toolbar}
      initialSort={{ column: 'state', descending: false }}
      rowClassName={(kiosk) => (kiosk.state === 'unknown' ? 'row-unknown' : '')}
      empty={
        filtered ? (
          <EmptyNote title={t('kiosks.noMatch')} help="" />
        ) : (
          <EmptyNote title={t('kiosks.empty')} help={t('kiosks.emptyHelp')} />
        )
      }
    />
  );
}

/** Kiosk clock against the server's, marked when it is too wrong to be believed. */
export function ClockError({ ms }: { readonly ms: number | null }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (ms === null) return <>—</>;
  const text = formatClockError(ms, language) ?? t('kiosks.clockOk');
  return Math.abs(ms) > CLOCK_LIMIT_MS ? (
    <span className="warn-text">{text}</span>
  ) : (
    <span className="quiet">{text}</span>
  );
}
