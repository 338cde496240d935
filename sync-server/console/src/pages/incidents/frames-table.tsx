import { useTranslation } from 'react-i18next';
import type { Incident } from '../../api/incidents.ts';
import { useNow } from '../../data/use-now.ts';
import { formatCount } from '../../format/numbers.ts';
import { formatAgo, formatMinute } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { useKnownText } from '../../parts/known-text.ts';

/** Connections and frames that should not have come. */
export function FramesTable({ incidents }: { readonly incidents: readonly Incident[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow();
  const words = useKnownText((texts) => texts.incidents.names);
  const columns: Column<Incident>[] = [
    {
      key: 'last',
      title: t('incidents.last'),
      value: (row) => formatMinute(row.lastAt),
      render: (row) => <span title={formatMinute(row.lastAt)}>{formatAgo(row.lastAt, now, language)}</span>,
    },
    {
      key: 'name',
      title: t('incidents.name'),
      value: (row) => words(row.name),
      render: (row) => (
        <>
          {words(row.name)} <code className="quiet">{row.name}</code>
        </>
      ),
    },
    {
      key: 'count',
      title: t('incidents.count'),
      numeric: true,
      value: (row) => row.count,
      render: (row) => formatCount(row.count, language),
    },
    {
      key: 'who',
      title: t('incidents.who'),
      value: (row) => row.kiosk,
      // As it called itself: not linked, since it may be nobody's.
      render: (row) =>
        row.kiosk === '' ? <span className="quiet">{t('incidents.nobody')}</span> : row.kiosk,
    },
    { key: 'address', title: t('incidents.address'), value: (row) => row.address },
    {
      key: 'detail',
      title: t('incidents.detail'),
      value: (row) => row.detail,
      render: (row) => <Detail text={row.detail} />,
    },
    { key: 'first', title: t('incidents.first'), value: (row) => formatMinute(row.firstAt) },
  ];
  return (
    <DataTable
      rows={incidents}
      rowKey={(row) => row.id}
      columns={columns}
      label={t('incidents.tabs.frames')}
      file="incidents"
      empty={<EmptyNote title={t('incidents.framesNone')} help={t('incidents.framesNoneHelp')} />}
      initialSort={{ column: 'last', descending: true }}
    />
  );
}

/** A technical detail, cut to a line. */
export function Detail({ text }: { readonly text: string }) {
  return (
    <span className="detail" title={text}>
      {text}
    </span>
  );
}
