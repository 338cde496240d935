import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '../storage/store.ts';
import { COUNT_NAMES, COUNT_RULES, type CountName, type Counts, SOURCES, type Source } from './figures.ts';
import type { Grouping, Period } from './period.ts';

/** Counts of one source for one group; `key` is null where the source does not split by the grouping. */
export interface CountRow {
  readonly source: Source;
  readonly key: string | null;
  readonly counts: Partial<Counts>;
}

export interface Counted {
  /** Position of the ledger up to which was counted. */
  readonly ledgerId: number;
  readonly rows: readonly CountRow[];
}

const SOURCE_NAMES = ['submitted', 'decided', 'session', 'fault'] as const satisfies readonly Source[];

/** Whether a source has a part for each group: sessions and faults belong to no permit item. */
export function sourceSplits(source: Source, groupBy: Grouping | null): boolean {
  return groupBy !== 'item' || source === 'submitted' || source === 'decided';
}

/**
 * Counts every figure in one statement, so that all of them, and the ledger position they are told with, are from
 * the same moment on either engine.
 */
export async function countFigures(
  reader: Reader,
  period: Period,
  groupBy: Grouping | null,
): Promise<Counted> {
  const width = Math.max(...SOURCE_NAMES.map((source) => namesOf(source).length));
  const parts = SOURCE_NAMES.map((source) => selectSource(source, period, groupBy, width));
  const zeros = Array.from({ length: width - 1 }, () => sql`0`);
  const ledger = sql`select 'ledger' as source, null as grouped, ${sql.join([sql`coalesce(max(id), 0)`, ...zeros])} from ledger`;
  const { rows } = await sql<
    Readonly<Record<string, unknown>>
  >`${sql.join([...parts, ledger], sql` union all `)}`.execute(reader);

  let ledgerId = 0;
  const counted: CountRow[] = [];
  for (const row of rows) {
    if (row['source'] === 'ledger') {
      ledgerId = Number(row['c0']);
      continue;
    }
    const source = SOURCE_NAMES.find((name) => name === row['source']);
    if (source === undefined) throw new Error(`unknown source in a count: ${String(row['source'])}`);
    const counts: Partial<Record<CountName, number>> = {};
    for (const [index, name] of namesOf(source).entries()) counts[name] = Number(row[`c${index}`]);
    counted.push({ source, key: row['grouped'] === null ? null : String(row['grouped']), counts });
  }
  return { ledgerId, rows: counted };
}

function namesOf(source: Source): readonly CountName[] {
  return COUNT_NAMES.filter((name) => COUNT_RULES[name].source === source);
}

function selectSource(
  source: Source,
  period: Period,
  groupBy: Grouping | null,
  width: number,
): RawBuilder<unknown> {
  const { table, day } = SOURCES[source];
  const key = groupBy === null || !sourceSplits(source, groupBy) ? null : keyOf(groupBy, day);
  const names = namesOf(source);
  const columns = Array.from({ length: width }, (_, index) => {
    const name = names[index];
    const count =
      name === undefined
        ? sql`0`
        : sql`coalesce(sum(case when ${COUNT_RULES[name].condition} then 1 else 0 end), 0)`;
    return sql`${count} as ${sql.ref(`c${index}`)}`;
  });
  const grouped = key === null ? sql`` : sql` group by ${key}`;
  // The first part names the type of the column for all: null alone would have none on PostgreSQL.
  return sql`select ${sql.lit(source)} as source, cast(${key ?? sql`null`} as text) as grouped, ${sql.join(columns)}
    from ${sql.table(table)} where ${sql.ref(day)} between ${period.from} and ${period.to}${grouped}`;
}

function keyOf(groupBy: Grouping, day: string): RawBuilder<unknown> {
  switch (groupBy) {
    case 'day':
      return sql.ref(day);
    case 'month':
      return sql`substr(${sql.ref(day)}, 1, 7)`;
    case 'station':
      return sql`station_id`;
    case 'kiosk':
      return sql`kiosk_id`;
    case 'item':
      return sql`item`;
  }
}
