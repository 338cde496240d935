import { useTranslation } from 'react-i18next';
import { SEALED_ACCESS_PATH, type SealedAccessRow, sealedAccessSchema } from '../../api/access.ts';
import { usePaged } from '../../data/use-paged.ts';
import { formatMinute } from '../../format/time.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';

/** Who opened sealed personal data, and why. */
export function SealedSection() {
  const { t } = useTranslation();
  const { resource, rows, ...paging } = usePaged({
    path: SEALED_ACCESS_PATH,
    schema: sealedAccessSchema,
    topics: [],
    rowsOf: (page): readonly SealedAccessRow[] => page.rows,
  });
  const columns: Column<SealedAccessRow>[] = [
    { key: 'at', title: t('admin.audit.at'), value: (row) => formatMinute(row.at) },
    { key: 'who', title: t('admin.audit.who'), value: (row) => row.who },
    { key: 'why', title: t('admin.sealed.why'), value: (row) => row.why },
    {
      key: 'digest',
      title: t('admin.sealed.digest'),
      value: (row) => row.digest,
      render: (row) => <code title={row.digest}>{row.digest.slice(0, 16)}…</code>,
    },
  ];
  return (
    <ResourceView resource={resource}>
      {() => (
        <>
          <DataTable
            rows={rows}
            rowKey={(row) => row.id}
            columns={columns}
            label={t('admin.tabs.sealed')}
            file="sealed-access"
            empty={<EmptyNote title={t('admin.sealed.none')} help={t('admin.sealed.noneHelp')} />}
            pageSize={100}
          />
          <MoreButton {...paging} />
        </>
      )}
    </ResourceView>
  );
}
