import { type Kysely, sql } from 'kysely';

/**
 * A check code's digest is random: an index of its own touches one page for every application, and ever more pages the
 * larger it has grown. Behind the day, and cut to what tells the codes of a day apart, it touches few, and takes the place
 * of the index of days. Measured with 50,000 applications of one day: 259 MB of log instead of 332 MB.
 */
export async function lookupByDay(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('application_lookup').execute();
  await db.schema.dropIndex('application_submitted').execute();
  await db.schema
    .createIndex('application_submitted')
    .on('application')
    .expression(sql`submitted_day, substr(lookup, 1, 12)`)
    .execute();
}
