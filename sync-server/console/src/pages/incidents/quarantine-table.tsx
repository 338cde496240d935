import { useTranslation } from 'react-i18next';
import type { SetAside } from '../../api/incidents.ts';
import { formatMinute } from '../../format/time.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';
import { useKnownText } from '../../parts/known-text.ts';
import { Detail } from './frames-table.tsx';

/** Entries that were kept but cannot be counted, with the reason. */
export function QuarantineTable({ entries }: { readonly entries: readonly SetAside[] }) {
  const { t } = useTranslation();
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
    { key: 'state', title: t('incidents.state'), value: (row) => state(row.state) },
  ];
  return (
    <DataTable
      rows={entries}
      rowKey={(row) => `${row.origin}/${row.epoch}/${row.seq}`}
      columns={columns}
      label={t('incidents.tabs.quarantine')}
      file="set-aside"
      empty={<EmptyNote title={t('incidents.quarantineNone')} help={t('incidents.quarantineNoneHelp')} />}
      initialSort={{ column: 'at', descending: true }}
    />
  );
}
