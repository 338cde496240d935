import { err, ok, type Result } from '@haizhu/shared/result';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Reader } from '../storage/store.ts';
import { COUNT_RULES, type CountName, SOURCES } from './figures.ts';
import type { ParameterError, Period } from './period.ts';

/** Which entries: those that a figure of the report counted, of one group if named. */
export interface BehindQuestion {
  readonly period: Period;
  readonly metric: CountName;
  readonly station?: string | undefined;
  readonly kiosk?: string | undefined;
  readonly item?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page of a list. `total` counts the whole list; `next` is the cursor of the following page. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
  readonly next: string | null;
}

/** Columns of a list and where they come from; every list has `id` and `instant` for its order. */
type Columns<T> = { readonly [K in keyof T]: RawBuilder<T[K]> };

interface Positioned {
  readonly id: string;
}

/** Reads one page, newest first, with the very condition that the figure is counted by. */
export async function listBehind<T extends Positioned>(
  reader: Reader,
  question: BehindQuestion,
  columns: Columns<T>,
): Promise<Result<Page<T>, ParameterError>> {
  const { source, condition } = COUNT_RULES[question.metric];
  const { table, day, instant } = SOURCES[source];
  const after = question.cursor === undefined ? null : readCursor(question.cursor);
  if (question.cursor !== undefined && after === null) {
    return err({ field: 'cursor', message: 'cursor must be one that an earlier page gave as next' });
  }
  const where: RawBuilder<SqlBool>[] = [
    sql`${sql.ref(day)} between ${question.period.from} and ${question.period.to}`,
    sql`(${condition})`,
  ];
  if (question.station !== undefined) where.push(sql`station_id = ${question.station}`);
  if (question.kiosk !== undefined) where.push(sql`kiosk_id = ${question.kiosk}`);
  if (question.item !== undefined) where.push(sql`item = ${question.item}`);
  const all = sql.join(where, sql` and `);
  const counted = await sql<{
    n: number | string;
  }>`select count(*) as n from ${sql.table(table)} where ${all}`.execute(reader);

  if (after !== null) {
    where.push(
      sql`(${sql.ref(instant)} < ${after.instant} or (${sql.ref(instant)} = ${after.instant} and id < ${after.id}))`,
    );
  }
  const selected = Object.entries(columns).map(([name, column]) => sql`${column} as ${sql.ref(name)}`);
  const found = await sql<T & { position: number }>`
    select ${sql.join(selected)}, ${sql.ref(instant)} as position from ${sql.table(table)}
    where ${sql.join(where, sql` and `)}
    order by ${sql.ref(instant)} desc, id desc limit ${question.limit + 1}`.execute(reader);
  const page = found.rows.slice(0, question.limit);
  const last = found.rows.length > question.limit ? page.at(-1) : undefined;
  return ok({
    rows: page.map(({ position: _, ...row }) => row as unknown as T),
    total: Number(counted.rows[0]?.n ?? 0),
    next: last === undefined ? null : writeCursor({ instant: Number(last.position), id: last.id }),
  });
}

interface Cursor {
  readonly instant: number;
  readonly id: string;
}

function writeCursor({ instant, id }: Cursor): string {
  return Buffer.from(`${instant} ${id}`).toString('base64url');
}

function readCursor(text: string): Cursor | null {
  const match = /^(\d{1,16}) ([0-9A-Za-z-]{1,60})$/.exec(Buffer.from(text, 'base64url').toString());
  const [, instant, id] = match ?? [];
  return instant === undefined || id === undefined ? null : { instant: Number(instant), id };
}
