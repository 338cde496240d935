import { CompiledQuery } from 'kysely';
import { Kept } from './kept.ts';
import type { NewRow, Schema } from './schema.ts';
import type { Reader, Store } from './store.ts';
import { looseText } from './utf8.ts';

/** Rows in a statement: with the columns of any table far below the parameters that both engines allow. */
const MOST_ROWS = 256;

interface Shape {
  readonly engine: Store['engine'];
  readonly table: string;
  readonly columns: readonly string[];
  /** Columns of text that are given as UTF-8. */
  readonly utf8: readonly string[];
  readonly rows: number;
  readonly key: readonly string[] | null;
}

/** SQL texts by shape: building one for hundreds of rows costs more than running it. */
const texts = new Kept<string, string>(400);

function insertText(shape: Shape): string {
  const { engine, table, columns, utf8, rows, key } = shape;
  const name = `${engine}${table}:${columns.join()}:${utf8.join()}:${rows}:${key?.join() ?? ''}`;
  return texts.get(name, () => buildText(shape));
}

function buildText({ engine, table, columns, utf8, rows, key }: Shape): string {
  let parameter = 0;
  const placeOf = (column: string) => {
    if (engine === 'postgres') return `$${++parameter}`;
    return utf8.includes(column) ? 'cast(? as text)' : '?';
  };
  const values = Array.from({ length: rows }, () => `(${columns.map(placeOf).join(',')})`).join(',');
  const quoted = columns.map((column) => `"${column}"`);
  const conflict =
    key === null
      ? ''
      : ` on conflict (${key.map((k) => `"${k}"`).join(',')}) do update set ${quoted
          .filter((column) => !key.includes(column.slice(1, -1)))
          .map((column) => `${column}=excluded.${column}`)
          .join(',')}`;
  return `insert into "${table}" (${quoted.join(',')}) values ${values}${conflict}`;
}

/**
 * Inserts rows that all have the same columns, many in a statement. With `key` a row whose key is there already is
 * replaced in all other columns.
 */
export function insertMany<T extends keyof Schema>(
  db: Reader,
  engine: Store['engine'],
  table: T,
  rows: readonly NewRow<T>[],
  key: readonly (keyof NewRow<T> & string)[] | null = null,
): Promise<void> {
  return insertChunks(db, { engine, table, utf8: [], key }, rows, (row) => row);
}

/** A new row whose texts may be given as their UTF-8 in the columns that are named. */
type Utf8Row<T extends keyof Schema, C extends keyof NewRow<T>> = Omit<NewRow<T>, C> & {
  readonly [column in C]: string | Uint8Array;
};

/**
 * Inserts a row for each item. A row is made when its statement is, so that few are held at a time. What came as UTF-8
 * goes to SQLite as it is: as a string it would be made and taken apart again.
 */
export function insertEach<T extends keyof Schema, I, C extends keyof NewRow<T> & string>(
  db: Reader,
  engine: Store['engine'],
  table: T,
  items: readonly I[],
  utf8: readonly C[],
  rowOf: (item: I) => Utf8Row<T, C>,
): Promise<void> {
  return insertChunks(db, { engine, table, utf8, key: null }, items, rowOf);
}

type Values = Readonly<Record<string, unknown>>;

async function insertChunks<I>(
  db: Reader,
  how: Pick<Shape, 'engine' | 'table' | 'utf8' | 'key'>,
  items: readonly I[],
  rowOf: (item: I) => object,
): Promise<void> {
  for (let from = 0; from < items.length; ) {
    // Powers of two, so that batches of any size share a few prepared statements.
    const count = 2 ** Math.floor(Math.log2(Math.min(MOST_ROWS, items.length - from)));
    const rows = items.slice(from, from + count).map((item) => rowOf(item) as Values);
    // No nullable column has another default: what is null in all rows need not be said.
    const columns = Object.keys(rows[0] ?? {}).filter(
      (column) => how.key !== null || rows.some((row) => row[column] !== null),
    );
    const parameters = new Array<unknown>(count * columns.length);
    let at = 0;
    for (const row of rows) {
      for (const column of columns) {
        const value = row[column];
        parameters[at] = how.engine === 'postgres' && value instanceof Uint8Array ? looseText(value) : value;
        at += 1;
      }
    }
    const text = insertText({ ...how, columns, rows: count });
    await db.executeQuery(CompiledQuery.raw(text, parameters));
    from += count;
  }
}
