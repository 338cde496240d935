import { useTranslation } from 'react-i18next';
import type { Conflict } from '../../api/fleet.ts';
import { formatMinute } from '../../format/time.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';

interface Props {
  readonly conflicts: readonly Conflict[];
  /** All of one kiosk: its name need not be told in each row. */
  readonly ofKiosk?: boolean;
}

/** Differences between a kiosk's journal and the ledger; both contents are kept. */
export function ConflictsTable({ conflicts, ofKiosk = false }: Props) {
  const { t } = useTranslation();
  const empty = <EmptyNote title={t('incidents.conflictsNone')} help={t('incidents.conflictsNoneHelp')} />;
  if (conflicts.length === 0) return empty;
  const digest = (text: string) => <code title={text}>{text.slice(0, 12)}…</code>;
  const kiosk: Column<Conflict> = {
    key: 'kiosk',
    title: t('incidents.kiosk'),
    value: (row) => row.origin,
    render: (row) => <KioskLink id={row.origin} />,
  };
  const columns: Column<Conflict>[] = [
    { key: 'at', title: t('incidents.at'), value: (row) => formatMinute(row.at) },
    ...(ofKiosk ? [] : [kiosk]),
    { key: 'place', title: t('incidents.place'), value: (row) => `${row.epoch} / ${row.seq}` },
    {
      key: 'conflict',
      title: t('incidents.conflict'),
      value: (row) => t(`incidents.conflictKinds.${row.conflict}`),
    },
    {
      key: 'kept',
      title: t('incidents.kept'),
      value: (row) => row.keptDigest,
      render: (row) => digest(row.keptDigest),
    },
    {
      key: 'offered',
      title: t('incidents.offered'),
      value: (row) => row.offeredDigest,
      render: (row) => digest(row.offeredDigest),
    },
  ];
  return (
    <DataTable
      rows={conflicts}
      rowKey={(row) => row.id}
      columns={columns}
      label={t('incidents.tabs.conflicts')}
      file={ofKiosk ? null : 'conflicts'}
      sortName="conflicts"
      empty={empty}
      initialSort={{ column: 'at', descending: true }}
    />
  );
}
