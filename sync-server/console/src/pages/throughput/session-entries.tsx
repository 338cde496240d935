import { useTranslation } from 'react-i18next';
import { type SessionRow, sessionsPath, sessionsSchema } from '../../api/report.ts';
import { usePaged } from '../../data/use-paged.ts';
import { formatMinute, formatSpan } from '../../format/time.ts';
import { useLanguage } from '../../i18n/index.ts';
import type { Column } from '../../parts/data-table.tsx';
import { KioskLink } from '../../parts/kiosk-link.tsx';
import { useKnownText } from '../../parts/known-text.ts';
import type { Behind } from './behind.ts';
import { EntriesTable } from './entries-table.tsx';

/** Visits behind the figure of sessions. */
export function SessionEntries({ behind }: { readonly behind: Behind }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const paged = usePaged({
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
  return <EntriesTable behind={behind} paged={paged} columns={columns} />;
}
