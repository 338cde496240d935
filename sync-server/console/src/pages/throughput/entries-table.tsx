import { useTranslation } from 'react-i18next';
import type { Paged } from '../../data/use-paged.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { ResourceView } from '../../parts/resource-view.tsx';
import type { Behind } from './behind.ts';

interface Props<T> {
  readonly behind: Behind;
  readonly paged: Paged<T, { readonly total: number }>;
  readonly columns: readonly Column<T>[];
}

/** The entries behind a figure, page by page, with how many there are in all. */
export function EntriesTable<T extends { readonly id: string }>({ behind, paged, columns }: Props<T>) {
  const { t } = useTranslation();
  const { resource, rows, ...paging } = paged;
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
