import { useTranslation } from 'react-i18next';
import { type FaultRow, faultsPath, faultsSchema } from '../../api/report.ts';
import { useNow } from '../../data/use-now.ts';
import { usePaged } from '../../data/use-paged.ts';
import { formatMinute, formatSpan } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import type { Column } from '../../parts/data-table.tsx';
import { useFaultText } from '../../parts/fault-text.ts';
import { KioskLink } from '../../parts/kiosk-link.tsx';
import type { Behind } from './behind.ts';
import { EntriesTable } from './entries-table.tsx';

/** Device faults behind their count. */
export function FaultEntries({ behind }: { readonly behind: Behind }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const text = useFaultText();
  const paged = usePaged({
    path: faultsPath(behind),
    schema: faultsSchema,
    topics: ['faults'],
    rowsOf: (page): readonly FaultRow[] => page.deviceFaults,
  });
  const columns: Column<FaultRow>[] = [
    { key: 'begun', title: t('kiosk.begun'), value: (row) => formatMinute(row.begunAt) },
    {
      key: 'kiosk',
      title: t('entries.kiosk'),
      value: (row) => row.kiosk,
      render: (row) => <KioskLink id={row.kiosk} />,
    },
    { key: 'fault', title: t('kiosk.fault'), value: (row) => text(row.fault).title },
    { key: 'class', title: t('entries.faultClass'), value: (row) => text(row.fault).kind ?? row.faultClass },
    { key: 'who', title: t('kiosk.who'), value: (row) => text(row.fault).actor },
    {
      key: 'cleared',
      title: t('kiosk.cleared'),
      value: (row) => (row.clearedAt === null ? t('kiosk.notCleared') : formatMinute(row.clearedAt)),
    },
    {
      key: 'lasted',
      title: t('kiosk.lasted'),
      exportTitle: t('kiosk.lastedMs'),
      numeric: true,
      value: (row) => (row.clearedAt ?? now) - row.begunAt,
      render: (row) => formatSpan((row.clearedAt ?? now) - row.begunAt, language),
    },
  ];
  return <EntriesTable behind={behind} paged={paged} columns={columns} />;
}
