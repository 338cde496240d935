import { useTranslation } from 'react-i18next';
import type { KioskDetail } from '../../api/fleet.ts';
import { formatCount } from '../../format/numbers.ts';
import { formatMinute } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';

type Epoch = KioskDetail['epochs'][number];

const lacking = (epoch: Epoch) => Math.max(0, epoch.toldHead - epoch.through);

/** Every enrolment of a kiosk, with how far its journal has come into the ledger. */
export function EpochsTable({ epochs }: { readonly epochs: readonly Epoch[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (epochs.length === 0)
    return <EmptyNote title={t('kiosk.epochsNone')} help={t('kiosk.epochsNoneHelp')} />;
  const count = (value: number) => formatCount(value, language);
  const columns: Column<Epoch>[] = [
    { key: 'epoch', title: t('kiosk.epochs'), value: (epoch) => epoch.epoch },
    { key: 'enrolled', title: t('kiosk.enrolledAt'), value: (epoch) => formatMinute(epoch.enrolledAt) },
    {
      key: 'through',
      title: t('kiosk.through'),
      numeric: true,
      value: (epoch) => epoch.through,
      render: (epoch) => count(epoch.through),
    },
    {
      key: 'head',
      title: t('kiosk.toldHead'),
      numeric: true,
      value: (epoch) => Math.max(epoch.toldHead, epoch.through),
      render: (epoch) => count(Math.max(epoch.toldHead, epoch.through)),
    },
    {
      key: 'lacking',
      title: t('kiosk.missing'),
      numeric: true,
      value: lacking,
      render: (epoch) =>
        lacking(epoch) === 0 ? (
          <span className="zero">0</span>
        ) : (
          <span className="warn-text">{count(lacking(epoch))}</span>
        ),
    },
    {
      key: 'key',
      title: t('kiosk.key'),
      value: (epoch) => epoch.keyThumbprint,
      render: (epoch) => <code title={epoch.keyThumbprint}>{epoch.keyThumbprint.slice(0, 16)}…</code>,
    },
  ];
  return (
    <DataTable
      rows={epochs}
      rowKey={(epoch) => epoch.epoch}
      columns={columns}
      label={t('kiosk.epochs')}
      file={null}
      sortName="epochs"
      empty={null}
      initialSort={{ column: 'epoch', descending: true }}
    />
  );
}
