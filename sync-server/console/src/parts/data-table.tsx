import { Button, Table, type TableColumnType } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '../data/use-url-state.ts';
import { type CsvCell, saveFile, toCsv } from './csv.ts';
import { compareCells, readSorting, type Sorting, writeSorting } from './sorting.ts';

export interface Column<T> {
  readonly key: string;
  readonly title: string;
  /** What is exported and, without `sortBy`, sorted by. */
  readonly value: (row: T) => CsvCell;
  readonly sortBy?: (row: T) => CsvCell;
  /** Head in the export, where the value there is in another unit than on the page. */
  readonly exportTitle?: string;
  /** What is shown, where it is more than the value. */
  readonly render?: (row: T) => ReactNode;
  readonly width?: number | string;
  readonly numeric?: boolean;
  readonly fixed?: boolean;
}

interface Props<T> {
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string | number;
  readonly columns: readonly Column<T>[];
  readonly empty: ReactNode;
  /** Says what the table holds to those who do not see it. */
  readonly label: string;
  /** Name of the exported file without ending; null for a table without export. */
  readonly file: string | null;
  /** Name in the address under which the sorting is kept; for pages with several tables. */
  readonly sortName?: string;
  readonly initialSort?: Sorting;
  /** Columns that only hold controls. */
  readonly controls?: {
    readonly title: string;
    readonly render: (row: T) => ReactNode;
    readonly width?: number;
    /** Stays in sight where the table is wider than the page. */
    readonly fixed?: boolean;
  };
  readonly rowClassName?: (row: T) => string;
  /** Stands left of the export button. */
  readonly toolbar?: ReactNode;
  readonly pageSize?: number;
}

/** A table that sorts (kept in the address) and exports what it shows. */
export function DataTable<T extends object>(props: Props<T>) {
  const {
    rows,
    rowKey,
    columns,
    empty,
    label,
    file,
    sortName = 'sort',
    initialSort,
    controls,
    toolbar,
  } = props;
  const { t } = useTranslation();
  const [query, setQuery] = useUrlState();
  const sorting = readSorting(
    query.get(sortName),
    columns.map((column) => column.key),
  );
  const { column: sortedBy, descending = false } = sorting ?? initialSort ?? {};

  const sorted = useMemo(() => {
    const by = columns.find((column) => column.key === sortedBy);
    if (!by) return [...rows];
    const cell = by.sortBy ?? by.value;
    return rows.toSorted((a, b) => compareCells(cell(a), cell(b), descending));
  }, [rows, columns, sortedBy, descending]);

  const shown: TableColumnType<T>[] = columns.map((column) => ({
    key: column.key,
    title: column.title,
    sorter: true,
    sortOrder: sortedBy === column.key ? (descending ? 'descend' : 'ascend') : null,
    render: (_, row) => (column.render ? column.render(row) : column.value(row)),
    ...(column.width === undefined ? {} : { width: column.width }),
    ...(column.fixed ? { fixed: 'left' as const } : {}),
    ...(column.numeric ? { align: 'right' as const, className: 'numeric' } : {}),
  }));
  if (controls) {
    shown.push({
      key: 'controls',
      title: controls.title,
      render: (_, row) => controls.render(row),
      ...(controls.fixed ? { fixed: 'right' as const } : {}),
      ...(controls.width === undefined ? {} : { width: controls.width }),
    });
  }
  const size = props.pageSize ?? 50;

  return (
    <div className="data-table">
      {(toolbar !== undefined || file !== null) && (
        <div className="table-toolbar">
          <div className="table-toolbar-left">{toolbar}</div>
          {file !== null && (
            <Button
              disabled={rows.length === 0}
              onClick={() =>
                saveFile(
                  `${file}.csv`,
                  toCsv(
                    columns.map((column) => column.exportTitle ?? column.title),
                    sorted.map((row) => columns.map((column) => column.value(row))),
                  ),
                )
              }
            >
              {t('common.export')}
            </Button>
          )}
        </div>
      )}
      <Table<T>
        aria-label={label}
        size="small"
        dataSource={sorted}
        columns={shown}
        rowKey={rowKey}
        scroll={{ x: 'max-content' }}
        showSorterTooltip={false}
        locale={{ emptyText: empty }}
        pagination={
          rows.length > size
            ? {
                pageSize: size,
                showSizeChanger: false,
                showTotal: (count) => t('common.countRows', { count }),
              }
            : false
        }
        onChange={(_pages, _filters, sorter) => {
          const one = Array.isArray(sorter) ? sorter[0] : sorter;
          const next = one?.order && typeof one.columnKey === 'string' ? one : null;
          setQuery({
            [sortName]: writeSorting(
              next && { column: String(next.columnKey), descending: next.order === 'descend' },
            ),
          });
        }}
        {...(props.rowClassName ? { rowClassName: props.rowClassName } : {})}
      />
    </div>
  );
}
