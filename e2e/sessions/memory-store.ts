import { migrate } from '@haizhu/sync-server/storage/migrate';
import type { Schema } from '@haizhu/sync-server/storage/schema';
import { SqliteDatabase } from '@haizhu/sync-server/storage/sqlite-database';
import { NodeSqliteDialect } from '@haizhu/sync-server/storage/sqlite-dialect';
import type { Store } from '@haizhu/sync-server/storage/store';
import { Kysely } from 'kysely';

/**
 * The server's own tables and statements on a database in memory, read and written in this thread: a killed server of a
 * simulated run loses no disk, and every run comes out the same.
 */
export async function openMemoryStore(): Promise<Store> {
  const database = new SqliteDatabase(':memory:', { readOnly: false });
  const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(database) });
  const migrated = await migrate(db, 'sqlite');
  if (!migrated.ok) throw new Error(migrated.error.message);
  return {
    engine: 'sqlite',
    read: db,
    write: (work) => db.transaction().execute(work),
    close: () => db.destroy(),
  };
}
