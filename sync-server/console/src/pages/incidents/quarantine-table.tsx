import { useTranslation } from 'react-i18next';
import type { SetAside } from '../../api/incidents.ts';
import { formatMinute } from '../../format/time.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';
import { useKnownText } from '../../parts/known-text.ts';
import { may } from '../../shell/permissions.ts';
import { useMe } from '../../shell/session.tsx';
import { Detail } from './frames-table.tsx';
import { SetAsideActions } from './set-aside-actions.tsx';

interface Props {
  readonly entries: readonly SetAside[];
  readonly onResolved: () => void;
}

/** Entries that were kept but cannot be counted, with the reason. */
export function QuarantineTable({ entries, onResolved }: Props) {
  const { t } = useTranslation();
  const mayResolve = may(useMe(), 'quarantine.resolve');
  const reason = useKnownText((texts) => texts.incidents.reasons);
  const state = useKnownText((texts) => texts.incidents.states);
  const columns: Column<SetAside>[] = [
    { key: 'at', title: t('incidents.at'), value: (row) => formatMinute(row.at) },
    {
      key: 'kiosk',
      title: t('incidents.kiosk'),
      value: (row) => row.origin,
      render: (row) => <KioskLink id={row.origin} />,
    },
    { key: 'place', title: t('incidents.place'), value: (row) => `${row.epoch} / ${row.seq}` },
    {
      key: 'reason',
      title: t('incidents.reason'),
      value: (row) => reason(row.reason),
      render: (row) => (
        <>
          {reason(row.reason)} <code className="quiet">{row.reason}</code>
        </>
      ),
    },
    {
      key: 'kind',
      title: t('incidents.kind'),
      value: (row) => row.kind,
      render: (row) => <code>{row.kind}</code>,
    },
    {
      key: 'detail',
      title: t('incidents.detail'),
      value: (row) => row.detail,
      render: (row) => <Detail text={row.detail} />,
    },
    {
      key: 'state',
      title: t('incidents.state'),
      value: (row) => state(row.state),
      // What waits first.
      sortBy: (row) => (row.state === 'open' ? 0 : 1),
      render: (row) => <Resolution entry={row} word={state(row.state)} />,
    },
    { key: 'note', title: t('incidents.note'), value: (row) => row.note },
  ];
  return (
    <DataTable
      rows={entries}
      rowKey={(row) => `${row.origin}/${row.epoch}/${row.seq}`}
      columns={columns}
      label={t('incidents.tabs.quarantine')}
      file="set-aside"
      empty={<EmptyNote title={t('incidents.quarantineNone')} help={t('incidents.quarantineNoneHelp')} />}
      {...(mayResolve
        ? {
            controls: {
              title: t('common.actions'),
              width: 130,
              fixed: true,
              render: (row: SetAside) => <SetAsideActions entry={row} onDone={onResolved} />,
            },
          }
        : {})}
    />
  );
}

/** What was done with an entry, by whom and when. */
function Resolution({ entry, word }: { readonly entry: SetAside; readonly word: string }) {
  if (entry.resolvedAt === null)
    return <span className={entry.state === 'open' ? 'warn-text' : ''}>{word}</span>;
  return (
    <>
      {word}
      <div className="quiet nowrap">
        {entry.resolvedBy} · {formatMinute(entry.resolvedAt)}
      </div>
    </>
  );
}
