import { sql } from 'kysely';
import type { Row } from '../storage/schema.ts';
import type { Reader } from '../storage/store.ts';

/**
 * The application whose slip carries the check code of this digest. It is looked for day by day, latest first: that is
 * how the index is ordered, and there are only so many days.
 */
export async function findByLookup(db: Reader, lookup: string): Promise<Row<'application'> | null> {
  const { rows } = await sql<Row<'application'>>`
    with recursive days(day) as (
      select max(submitted_day) from application
      union all
      select (select max(submitted_day) from application where submitted_day < days.day)
      from days where days.day is not null
    )
    select application.* from days
    join application on application.submitted_day = days.day
      and substr(application.lookup, 1, 12) = ${lookup.slice(0, 12)} and application.lookup = ${lookup}
    limit 1`.execute(db);
  return rows[0] ?? null;
}
