import { err, ok, type Result } from '@haizhu/shared/result';
import { type Kysely, sql } from 'kysely';
import { initial } from './migrations/0001-initial.ts';
import { resolvedAndCounted } from './migrations/0002-resolved-and-counted.ts';
import { paymentOrders } from './migrations/0003-payment-orders.ts';
import { authorityDue } from './migrations/0004-authority-due.ts';
import { lookupByDay } from './migrations/0005-lookup-by-day.ts';
import { spareCopy } from './migrations/0006-spare-copy.ts';
import { presenceServer } from './migrations/0007-presence-server.ts';
import type { Schema } from './schema.ts';
import type { OpenError, Store } from './store.ts';

type Migration = (db: Kysely<unknown>, engine: Store['engine']) => Promise<void>;

/** In order; a released one is never changed. The schema's version is how many have run. */
export const MIGRATIONS: readonly Migration[] = [
  initial,
  resolvedAndCounted,
  paymentOrders,
  authorityDue,
  lookupByDay,
  spareCopy,
  presenceServer,
];

/** The schema that this program works with. */
export const SCHEMA_VERSION: number = MIGRATIONS.length;

/** Any number that only this program uses. */
const MAKING_TABLES = 4_870_113;

/** Brings the database to this program's schema, each step in a transaction. A newer schema is left untouched. */
export async function migrate(
  db: Kysely<Schema>,
  engine: Store['engine'],
): Promise<Result<undefined, OpenError>> {
  await db.transaction().execute(async (tx) => {
    // Even "if not exists" fails on PostgreSQL when two servers make the same table at once.
    if (engine === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(MAKING_TABLES)})`.execute(tx);
    await sql`create table if not exists schema_version (version integer not null)`.execute(tx);
  });
  for (;;) {
    const step = await db.transaction().execute(async (tx) => {
      // Several servers may start at once on PostgreSQL: one migrates, the others wait here and find it done.
      if (engine === 'postgres') await sql`lock table schema_version in exclusive mode`.execute(tx);
      const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(tx);
      const version = rows[0]?.version ?? 0;
      if (version > MIGRATIONS.length) return version;
      const next = MIGRATIONS[version];
      if (next === undefined) return 'done';
      await next(tx as unknown as Kysely<unknown>, engine);
      if (rows.length === 0)
        await sql`insert into schema_version (version) values (${version + 1})`.execute(tx);
      else await sql`update schema_version set version = ${version + 1}`.execute(tx);
      return 'again';
    });
    if (step === 'done') return ok();
    if (step === 'again') continue;
    return err({
      code: 'newer-schema',
      message: `The database has schema ${step}, this program knows ${MIGRATIONS.length}: start the newer program, or restore a backup made by this one. Nothing was changed.`,
    });
  }
}
