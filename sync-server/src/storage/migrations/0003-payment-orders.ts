import { type Kysely, sql } from 'kysely';

/**
 * Applications know each of their payment orders: the word on one is never taken for another's. Conflicts are found by
 * their place: the same one is not listed twice.
 */
export async function paymentOrders(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('application')
    .addColumn('orders', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute();
  await db.schema
    .createIndex('ledger_conflict_place')
    .on('ledger_conflict')
    .columns(['origin', 'epoch', 'seq'])
    .execute();
  const { rows } = await sql<{ id: string; application_id: string; state: string }>`
    select id, application_id, state from payment_order order by application_id, created_at`.execute(db);
  const orders = new Map<string, Record<string, string>>();
  for (const { id, application_id, state } of rows) {
    const known = orders.get(application_id) ?? {};
    known[id] = state === 'expired' ? 'declined' : state;
    orders.set(application_id, known);
  }
  for (const [application, states] of orders) {
    await sql`update application set orders = ${JSON.stringify(states)} where id = ${application}`.execute(
      db,
    );
  }
}
