import type { Kysely } from 'kysely';

/**
 * A check code's digest is random: an index of its own touches one page for every application, and the more the larger
 * it has grown. Behind the day it shares the day's pages, and takes the place of the index of days.
 */
export async function lookupByDay(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('application_lookup').execute();
  await db.schema.dropIndex('application_submitted').execute();
  await db.schema
    .createIndex('application_submitted')
    .on('application')
    .columns(['submitted_day', 'lookup'])
    .execute();
}
