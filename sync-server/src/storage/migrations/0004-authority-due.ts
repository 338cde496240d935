import type { Kysely } from 'kysely';

/** After a long outage many tasks wait: the worker finds the due ones without reading all. */
export async function authorityDue(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('authority_task_due').on('authority_task').column('due_at').execute();
}
