import type { CsvCell } from './csv.ts';

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** Reads `column` or `-column` as it stands in an address; null when it names no column of the table. */
export function readSorting(text: string | null, columns: readonly string[]): Sorting | null {
  if (text === null) return null;
  const descending = text.startsWith('-');
  const column = descending ? text.slice(1) : text;
  return columns.includes(column) ? { column, descending } : null;
}

export function writeSorting(sorting: Sorting | null): string | null {
  return sorting && `${sorting.descending ? '-' : ''}${sorting.column}`;
}

/** Compares two values of a column; what is missing comes last in either direction. */
export function compareCells(a: CsvCell, b: CsvCell, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), 'zh-CN', { numeric: true });
  return descending ? -order : order;
}
