import { PERMIT_ITEMS } from '@haizhu/shared/catalogue/items';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ApplicationRow, applicationsPath, applicationsSchema } from '../../api/report.ts';
import { usePaged } from '../../data/use-paged.ts';
import { formatFen } from '../../format/numbers.ts';
import { formatMinute } from '../../format/time.ts';
import { useLanguage, useNames } from '../../i18n/index.ts';
import type { Column } from '../../parts/data-table.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';
import { useKnownText } from '../../parts/known-text.ts';
import type { Behind } from './behind.ts';
import { EntriesTable } from './entries-table.tsx';

/** Applications behind a figure, without anything personal. */
export function ApplicationEntries({ behind }: { readonly behind: Behind }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useNames();
  const paged = usePaged({
    path: applicationsPath(behind),
    schema: applicationsSchema,
    topics: ['report'],
    rowsOf: (page): readonly ApplicationRow[] => page.applications,
  });
  const reason = useKnownText((texts) => texts.entries.reasons);
  const itemName = (id: string) => {
    const item = PERMIT_ITEMS.find((one) => one.id === id);
    return item ? name(item.names) : id;
  };
  const columns: Column<ApplicationRow>[] = [
    {
      key: 'id',
      title: t('entries.id'),
      value: (row) => row.id,
      render: (row) => <code title={row.id}>{row.id.slice(0, 13)}…</code>,
    },
    { key: 'submitted', title: t('entries.submitted'), value: (row) => formatMinute(row.submittedAt) },
    {
      key: 'kiosk',
      title: t('entries.kiosk'),
      value: (row) => row.kiosk,
      render: (row) => <KioskLink id={row.kiosk} />,
    },
    { key: 'item', title: t('entries.item'), value: (row) => itemName(row.item) },
    {
      key: 'mode',
      title: t('entries.mode'),
      value: (row) => t(`entries.modes.${row.mode}`),
      render: (row) =>
        row.mode === 'intake' ? <Tag>{t('entries.modes.intake')}</Tag> : t('entries.modes.attended'),
    },
    {
      key: 'acceptance',
      title: t('entries.acceptance'),
      value: (row) => withReason(t(`entries.acceptances.${row.acceptance}`), row.acceptanceReason, reason),
    },
    {
      key: 'decision',
      title: t('entries.decision'),
      value: (row) => withReason(t(`entries.decisions.${row.decision}`), row.decisionReason, reason),
    },
    {
      key: 'decidedAt',
      title: t('entries.decidedAt'),
      value: (row) => (row.decidedAt === null ? null : formatMinute(row.decidedAt)),
    },
    { key: 'payment', title: t('entries.payment'), value: (row) => t(`entries.payments.${row.payment}`) },
    {
      key: 'production',
      title: t('entries.production'),
      value: (row) => t(`entries.productions.${row.production}`),
    },
    {
      key: 'fee',
      title: t('entries.fee'),
      numeric: true,
      value: (row) => row.feeFen / 100,
      render: (row) => formatFen(row.feeFen, language),
    },
    { key: 'received', title: t('entries.received'), value: (row) => formatMinute(row.receivedAt) },
    { key: 'place', title: t('entries.place'), value: (row) => `${row.epoch}/${row.seq}` },
  ];
  return <EntriesTable behind={behind} paged={paged} columns={columns} />;
}

function withReason(text: string, code: string | null, words: (code: string) => string): string {
  return code === null ? text : `${text}（${words(code)}）`;
}
