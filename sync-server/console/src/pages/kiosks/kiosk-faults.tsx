import { useTranslation } from 'react-i18next';
import type { Kiosk, KioskDetail } from '../../api/fleet.ts';
import { useNow } from '../../data/use-now.ts';
import { formatMinute, formatSpan } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { useFaultText } from '../../parts/fault-text.ts';
import { useKnownText } from '../../parts/known-text.ts';
import { Panel } from '../../parts/page-head.tsx';

type Fault = KioskDetail['faults'][number];

/** Open faults and those of the past of one kiosk. */
export function KioskFaults({ kiosk, faults }: { readonly kiosk: Kiosk; readonly faults: readonly Fault[] }) {
  const { t } = useTranslation();
  const open = kiosk.openFaults.map((fault): Fault => ({ ...fault, clearedAt: null }));
  const past = faults.filter((fault) => fault.clearedAt !== null);
  return (
    <>
      <Panel title={t('kiosk.openFaults')}>
        {open.length === 0 ? (
          <EmptyNote title={t('kiosk.openNone')} help={t('kiosk.openNoneHelp')} />
        ) : (
          <FaultsTable faults={open} label={t('kiosk.openFaults')} sortName="open" file={null} />
        )}
      </Panel>
      <Panel title={t('kiosk.pastFaults')}>
        {past.length === 0 ? (
          <EmptyNote title={t('kiosk.pastNone')} help={t('kiosk.pastNoneHelp')} />
        ) : (
          <FaultsTable
            faults={past}
            label={t('kiosk.pastFaults')}
            sortName="past"
            file={`${kiosk.id}_faults`}
          />
        )}
      </Panel>
    </>
  );
}

interface TableProps {
  readonly faults: readonly Fault[];
  readonly label: string;
  readonly sortName: string;
  readonly file: string | null;
}

function FaultsTable({ faults, label, sortName, file }: TableProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const text = useFaultText();
  const device = useKnownText((texts) => texts.faultWords.devices);
  const columns: Column<Fault>[] = [
    { key: 'fault', title: t('kiosk.fault'), value: (fault) => text(fault.fault).title },
    { key: 'device', title: t('kiosk.device'), value: (fault) => device(fault.device) },
    { key: 'class', title: t('entries.faultClass'), value: (fault) => text(fault.fault).kind },
    { key: 'who', title: t('kiosk.who'), value: (fault) => text(fault.fault).actor },
    { key: 'begun', title: t('kiosk.begun'), value: (fault) => formatMinute(fault.begunAt) },
    {
      key: 'cleared',
      title: t('kiosk.cleared'),
      value: (fault) => (fault.clearedAt === null ? t('kiosk.notCleared') : formatMinute(fault.clearedAt)),
    },
    {
      key: 'lasted',
      title: t('kiosk.lasted'),
      exportTitle: t('kiosk.lastedMs'),
      numeric: true,
      value: (fault) => (fault.clearedAt ?? now) - fault.begunAt,
      render: (fault) => formatSpan((fault.clearedAt ?? now) - fault.begunAt, language),
    },
  ];
  return (
    <DataTable
      rows={faults}
      rowKey={(fault) => fault.id}
      columns={columns}
      label={label}
      file={file}
      sortName={sortName}
      empty={null}
      initialSort={{ column: 'begun', descending: true }}
      pageSize={10}
    />
  );
}
