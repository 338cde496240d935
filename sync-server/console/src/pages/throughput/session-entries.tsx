import { useTranslation } from 'react-i18next';
import { type SessionRow, sessionsPath, sessionsSchema } from '../../api/report.ts';
import { usePaged } from '../../data/use-paged.ts';
import { formatMinute, formatSpan } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';
import { useKnownText } from '../../parts/known-text.ts';
import { MoreButton } from '../../parts/more-button.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import type { Behind } from './behind.ts';

/** Visits behind the figure of sessions. */
export function SessionEntries({ behind }: { readonly behind: Behind }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { resource, rows, ...paging } = usePaged({
    path: sessionsPath(behind),
    schema: sessionsSchema,
    topics: ['report'],
    rowsOf: (page): readonly SessionRow[] => page.sessions,
  });
  const outcome = useKnownText((texts) => texts.entries.outcomes);
  const columns: Column<SessionRow>[] = [
    { key: 'started', title: t('entries.started'), value: (row) => formatMinute(row.startedAt) },
    {
      key: 'kiosk',
      title: t('entries.kiosk'),
      value: (row) => row.kiosk,
      render: (row) => <KioskLink id={row.kiosk} />,
    },
    { key: 'outcome', title: t('entries.outcome'), value: (row) => outcome(row.outcome ?? 'open') },
    {
      key: 'duration',
      title: t('entries.duration'),
      exportTitle: t('entries.durationMs'),
      numeric: true,
      value: (row) => row.durationMs,
      render: (row) => (row.durationMs === null ? '—' : formatSpan(row.durationMs, language)),
    },
    { key: 'lastStep', title: t('entries.lastStep'), value: (row) => row.lastStep },
  ];
  return (
    <ResourceView resource={resource} height={400}>
      {(data) => (
        <>
          <DataTable
            rows={rows}
            rowKey={(row) => row.id}
            columns={columns}
            label={t('entries.title', { name: behind.metric })}
            file={`${behind.metric}_${behind.from}_${behind.to}`}
            toolbar={t('entries.shown', { shown: rows.length, total: data.total })}
            empty={<EmptyNote title={t('entries.empty')} help={t('entries.emptyHelp')} />}
            pageSize={100}
          />
          <MoreButton {...paging} />
        </>
      )}
    </ResourceView>
  );
}
