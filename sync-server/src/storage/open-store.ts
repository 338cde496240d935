import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { err, ok, type Result } from '@haizhu/shared/result';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { databasePath, holdFolder } from './data-folder.ts';
import { isConnectionStale, isDatabaseAway } from './database-away.ts';
import { migrate } from './migrate.ts';
import type { Schema } from './schema.ts';
import { SqliteCheckpointer } from './sqlite-checkpointer.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import { SqliteReader } from './sqlite-reader.ts';
import type { OpenError, Store, Tx } from './store.ts';

export interface StoreOptions {
  /** Folder of the embedded database. Not used with `databaseUrl`. */
  readonly dataDir: string;
  /** PostgreSQL instead of the embedded database. */
  readonly databaseUrl?: string | undefined;
}

/** Opens the database, makes or migrates its schema. What goes wrong is told in a line that says what to do. */
export function openStore(options: StoreOptions): Promise<Result<Store, OpenError>> {
  return options.databaseUrl === undefined ? openSqlite(options.dataDir) : openPostgres(options.databaseUrl);
}

async function openSqlite(dataDir: string): Promise<Result<Store, OpenError>> {
  const path = databasePath(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.W_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err({
      code: 'cannot-write',
      message: `The folder ${dataDir} cannot be written (${why}): choose another with DATA_DIR or change its rights.`,
    });
  }
  const guard = holdFolder(dataDir);
  if (guard === null) {
    return err({
      code: 'in-use',
      message: `Another server uses the folder ${dataDir}: stop it, or choose another folder with DATA_DIR.`,
    });
  }
  let writer: SqliteDatabase;
  try {
    writer = new SqliteDatabase(path, { readOnly: false });
  } catch (error) {
    guard.release();
    const why = error instanceof Error ? error.message : String(error);
    return err({ code: 'cannot-write', message: `The database ${path} cannot be opened: ${why}.` });
  }
  const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(writer) });
  const migrated = await prepare(db, 'sqlite');
  if (!migrated.ok) {
    await db.destroy();
    guard.release();
    return migrated;
  }
  const reader = new SqliteReader(path);
  const checkpointer = new SqliteCheckpointer(path);
  const read = new Kysely<Schema>({ dialect: new NodeSqliteDialect(reader) });
  return ok({
    engine: 'sqlite',
    read,
    write: (work) => db.transaction().execute(work),
    async close() {
      await read.destroy();
      // Kysely closes only what it has used.
      await reader.close();
      await checkpointer.close();
      await db.destroy();
      guard.release();
    },
  });
}

/** Brings the schema up to date; what a database refuses is told like any other reason why it cannot be used. */
async function prepare(db: Kysely<Schema>, engine: Store['engine']): Promise<Result<undefined, OpenError>> {
  try {
    return await migrate(db, engine);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (engine === 'postgres' && isDatabaseAway(error))
      return err({ code: 'away', message: `PostgreSQL went away while the tables were made (${why}).` });
    return err({ code: 'cannot-write', message: `The tables cannot be made or changed: ${why}.` });
  }
}

/**
 * An acknowledgement is true after a power cut (S3), though the database was set to commit without waiting for its disk.
 * Stronger settings (`remote_apply`, …) stay.
 */
const DURABLE = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') in ('off', 'local')`;

/** Errors after which the same transaction may succeed: serialization failure, deadlock. */
const TRY_AGAIN: ReadonlySet<unknown> = new Set(['40001', '40P01']);

const CONNECTIONS = 10;

/** Longest time for a new connection; for a statement; for a lock; between two statements of a transaction, ms. */
const POSTGRES_LIMITS = {
  connectionTimeoutMillis: 5000,
  statement_timeout: 60_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
} as const;

async function openPostgres(databaseUrl: string): Promise<Result<Store, OpenError>> {
  const types = {
    // Instants and counts fit into a number; days are text.
    getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
      oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC
        ? Number
        : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
  };
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    types,
    keepAlive: true,
    ...POSTGRES_LIMITS,
    onConnect: async (client) => {
      await client.query(DURABLE);
    },
  });
  // A connection that breaks must not end the server, whether nobody uses it or a transaction is between two statements:
  // the next query meets the problem.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    const client = await pool.connect();
    client.release();
  } catch (error) {
    await pool.end();
    const why = error instanceof Error ? error.message || String(error) : String(error);
    return err({
      code: isDatabaseAway(error) ? 'away' : 'cannot-connect',
      message: `PostgreSQL cannot be reached (${why}): check DATABASE_URL and that the database runs.`,
    });
  }
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const migrated = await prepare(db, 'postgres');
  if (!migrated.ok) {
    await db.destroy();
    return migrated;
  }
  return ok({
    engine: 'postgres',
    read: db,
    async write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
      let stale = 0;
      for (let attempt = 1; ; attempt += 1) {
        let begun = false;
        try {
          return await db.transaction().execute((tx) => {
            begun = true;
            return work(tx);
          });
        } catch (error) {
          // Nothing was asked of a connection that turns out to have ended; as many may lie in the pool.
          if (!begun && isConnectionStale(error) && stale < CONNECTIONS) {
            stale += 1;
            continue;
          }
          const code = error instanceof Error && 'code' in error ? error.code : null;
          if (attempt >= 5 + stale || !TRY_AGAIN.has(code)) throw error;
        }
      }
    },
    close: () => db.destroy(),
  });
}
