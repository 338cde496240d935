import { CompiledQuery } from 'kysely';
import type { NewRow, Schema } from './schema.ts';
import type { Reader } from './store.ts';

/** Well below the limits of both engines (SQLite 32,766 parameters, PostgreSQL 65,535). */
const MAX_PARAMETERS = 12_000;

/** SQL texts by table, columns and number of rows: building one for 500 rows costs more than running it. */
const texts = new Map<string, string>();

function insertText(
  marker: '$' | '?',
  table: string,
  columns: readonly string[],
  rows: number,
  key: readonly string[] | null,
): string {
  const name = `${marker}${table}:${columns.join()}:${rows}:${key?.join() ?? ''}`;
  const known = texts.get(name);
  if (known !== undefined) return known;
  let parameter = 0;
  const values = Array.from(
    { length: rows },
    () => `(${columns.map(() => (marker === '?' ? '?' : `$${++parameter}`)).join(',')})`,
  ).join(',');
  const quoted = columns.map((column) => `"${column}"`);
  const conflict =
    key === null
      ? ''
      : ` on conflict (${key.map((k) => `"${k}"`).join(',')}) do update set ${quoted
          .filter((column) => !key.includes(column.slice(1, -1)))
          .map((column) => `${column}=excluded.${column}`)
          .join(',')}`;
  const text = `insert into "${table}" (${quoted.join(',')}) values ${values}${conflict}`;
  texts.set(name, text);
  return text;
}

/**
 * Inserts rows that all have the same columns, many in a statement. With `key` a row whose key is there already is
 * replaced in all other columns.
 */
export async function insertMany<T extends keyof Schema>(
  db: Reader,
  engine: 'sqlite' | 'postgres',
  table: T,
  rows: readonly NewRow<T>[],
  key: readonly (keyof NewRow<T> & string)[] | null = null,
): Promise<void> {
  const first = rows[0];
  if (first === undefined) return;
  // No nullable column has another default: what is null in all rows need not be said.
  const columns = Object.keys(first).filter(
    (column) =>
      key !== null || rows.some((row) => (row as Readonly<Record<string, unknown>>)[column] !== null),
  );
  const most = Math.max(1, Math.floor(MAX_PARAMETERS / columns.length));
  for (let from = 0; from < rows.length; ) {
    // Chunks of powers of two, so that batches of any size share a few prepared statements.
    const count = 2 ** Math.floor(Math.log2(Math.min(most, rows.length - from)));
    const text = insertText(engine === 'sqlite' ? '?' : '$', table, columns, count, key);
    const parameters: unknown[] = [];
    for (const row of rows.slice(from, from + count)) {
      const values = row as Readonly<Record<string, unknown>>;
      for (const column of columns) parameters.push(values[column]);
    }
    await db.executeQuery(CompiledQuery.raw(text, parameters));
    from += count;
  }
}
