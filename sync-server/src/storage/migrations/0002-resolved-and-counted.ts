import { type Kysely, sql } from 'kysely';

/**
 * What an operator did with an entry that was set aside, and the entries of each kiosk's days: what the ledger holds
 * beside what the kiosk has counted. Entries that are in the ledger already are counted here.
 */
export async function resolvedAndCounted(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('quarantine').addColumn('resolved_at', 'bigint').execute();
  await db.schema.alterTable('quarantine').addColumn('resolved_by', 'text').execute();
  await db.schema.alterTable('quarantine').addColumn('note', 'text').execute();
  await db.schema
    .createTable('journal_day')
    .addColumn('kiosk_id', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('entries', 'bigint', (column) => column.notNull())
    .addColumn('applications', 'bigint', (column) => column.notNull())
    .addColumn('told_entries', 'bigint')
    .addColumn('told_applications', 'bigint')
    .addColumn('told_at', 'bigint')
    .addPrimaryKeyConstraint('journal_day_pk', ['kiosk_id', 'epoch', 'day'])
    .execute();
  await sql`insert into journal_day (kiosk_id, epoch, day, entries, applications)
    select origin, epoch, day, count(*), sum(case when kind = 'application.submitted' then 1 else 0 end)
    from ledger where origin <> 'server' group by origin, epoch, day`.execute(db);
}
