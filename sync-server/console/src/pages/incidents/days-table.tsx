import { useTranslation } from 'react-i18next';
import type { KioskDay } from '../../api/completeness.ts';
import { formatCount } from '../../format/numbers.ts';
import { useLanguage } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';

/** Days on which the kiosk's own count and the ledger's do not agree, or are not compared yet. */
export function DaysTable({ days }: { readonly days: readonly KioskDay[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const number = (
    key: 'entries' | 'toldEntries' | 'applications' | 'toldApplications',
  ): Column<KioskDay> => ({
    key,
    title: t(`completeness.${key}`),
    numeric: true,
    value: (row) => row[key],
    render: (row) => {
      const value = row[key];
      return value === null ? '—' : formatCount(value, language);
    },
  });
  const columns: Column<KioskDay>[] = [
    { key: 'day', title: t('completeness.day'), value: (row) => row.day },
    {
      key: 'kiosk',
      title: t('incidents.kiosk'),
      value: (row) => row.kiosk,
      render: (row) => <KioskLink id={row.kiosk} />,
    },
    { key: 'epoch', title: t('kiosk.epochs'), numeric: true, value: (row) => row.epoch },
    {
      key: 'state',
      title: t('completeness.state'),
      value: (row) => t(`completeness.states.${row.state}`),
      render: (row) => (
        <span
          className={row.state === 'short' ? 'warn-text' : ''}
          title={t(`completeness.statesHelp.${row.state}`)}
        >
          {t(`completeness.states.${row.state}`)}
        </span>
      ),
    },
    number('toldEntries'),
    number('entries'),
    number('toldApplications'),
    number('applications'),
  ];
  return (
    <DataTable
      rows={days}
      rowKey={(row) => `${row.kiosk}/${row.epoch}/${row.day}`}
      columns={columns}
      label={t('completeness.daysTitle')}
      file="completeness-days"
      sortName="days"
      initialSort={{ column: 'day', descending: true }}
      empty={<EmptyNote title={t('completeness.daysNone')} help={t('completeness.daysNoneHelp')} />}
    />
  );
}
