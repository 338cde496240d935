import { useTranslation } from 'react-i18next';
import { AUDIT_PATH, type AuditRow, auditSchema } from '../../api/access.ts';
import { usePaged } from '../../data/use-paged.ts';
import { formatMinute } from '../../format/time.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { useKnownText } from '../../parts/known-text.ts';
import { MoreButton } from '../../parts/more-button.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';

/** What staff and scripts changed, newest first. */
export function AuditSection() {
  const { t } = useTranslation();
  const action = useKnownText((texts) => texts.admin.audit.actions);
  const { resource, rows, ...paging } = usePaged({
    path: AUDIT_PATH,
    schema: auditSchema,
    topics: [],
    rowsOf: (page): readonly AuditRow[] => page.rows,
  });
  const columns: Column<AuditRow>[] = [
    { key: 'at', title: t('admin.audit.at'), value: (row) => formatMinute(row.at) },
    { key: 'who', title: t('admin.audit.who'), value: (row) => row.who },
    { key: 'action', title: t('admin.audit.action'), value: (row) => action(row.action) },
    { key: 'target', title: t('admin.audit.target'), value: (row) => row.target },
    { key: 'detail', title: t('admin.audit.detail'), value: (row) => row.detail },
  ];
  return (
    <ResourceView resource={resource}>
      {() => (
        <>
          <DataTable
            rows={rows}
            rowKey={(row) => row.id}
            columns={columns}
            label={t('admin.tabs.audit')}
            file="audit"
            empty={<EmptyNote title={t('admin.audit.none')} help={t('admin.audit.noneHelp')} />}
            pageSize={100}
          />
          <MoreButton {...paging} />
        </>
      )}
    </ResourceView>
  );
}
