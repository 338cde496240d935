import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** What one statement gave back. */
export interface StatementResult {
  readonly rows: Record<string, unknown>[];
  readonly changes: number;
  readonly lastInsertId: number;
}

interface Prepared {
  readonly statement: StatementSync;
  readonly returnsRows: boolean;
}

/** Statements kept prepared. Batches of different sizes give different texts; the oldest text goes first. */
const KEPT_STATEMENTS = 400;

/** One SQLite connection with its statements kept prepared. Synchronous. */
export class SqliteDatabase {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(path: string, options: { readonly readOnly: boolean }) {
    this.#db = new DatabaseSync(path, { readOnly: options.readOnly, timeout: 5000 });
    if (!options.readOnly) {
      this.#db.exec('pragma journal_mode = wal');
      // FULL: a commit returns when the log is on disk, so an acknowledgement is true after a power cut (S3).
      this.#db.exec('pragma synchronous = full');
      this.#db.exec('pragma foreign_keys = on');
      // Copying the log is the checkpointer's; this is for when it cannot keep up: 128 MB.
      this.#db.exec('pragma wal_autocheckpoint = 32768');
    }
    this.#db.exec('pragma cache_size = -65536');
    this.#db.exec('pragma temp_store = memory');
  }

  run(sql: string, parameters: readonly unknown[]): StatementResult {
    const { statement, returnsRows } = this.#prepare(sql);
    const values = parameters.map(toSqlite);
    if (returnsRows) return { rows: statement.all(...values), changes: 0, lastInsertId: 0 };
    const { changes, lastInsertRowid } = statement.run(...values);
    return { rows: [], changes: Number(changes), lastInsertId: Number(lastInsertRowid) };
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  close(): void {
    this.#prepared.clear();
    this.#db.close();
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(sql);
    const prepared = { statement, returnsRows: statement.columns().length > 0 };
    if (this.#prepared.size >= KEPT_STATEMENTS) {
      const oldest = this.#prepared.keys().next();
      if (!oldest.done) this.#prepared.delete(oldest.value);
    }
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

function toSqlite(value: unknown): SQLInputValue {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    case 'undefined':
      return null;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      throw new TypeError(`not a value of a column: ${typeof value}`);
  }
}
