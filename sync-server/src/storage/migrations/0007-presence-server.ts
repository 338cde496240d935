import type { Kysely } from 'kysely';

/** At which server a kiosk was heard last: another one's late word that it is gone is no news. */
export async function presenceServer(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('presence')
    .addColumn('server', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
}
