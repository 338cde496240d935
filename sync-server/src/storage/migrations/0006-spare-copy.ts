import type { Kysely } from 'kysely';

/** Whether a kiosk keeps a second copy of its queue; null where it did not say. */
export async function spareCopy(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('presence').addColumn('storage_spared', 'integer').execute();
}
