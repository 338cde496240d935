import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kept } from './kept.ts';

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

/** Length of the log at which the writer copies it itself. */
const MOST_LOG_BYTES = 256 * 1024 * 1024;

/** How long a lock of another program is waited for, ms. The whole server stands still for so long. */
const LOCKED_MS = 1000;

/** Statements kept prepared. Batches of different sizes give different texts; the oldest text goes first. */
const KEPT_STATEMENTS = 400;

/** One SQLite connection with its statements kept prepared. Synchronous. */
export class SqliteDatabase {
  readonly #db: DatabaseSync;
  readonly #prepared = new Kept<string, Prepared>(KEPT_STATEMENTS);

  constructor(path: string, options: { readonly readOnly: boolean }) {
    this.#db = new DatabaseSync(path, { readOnly: options.readOnly, timeout: LOCKED_MS });
    if (!options.readOnly) {
      // For a new database. Two sealed payloads leave a quarter of a page of 4 KB empty, and each page is a write of its own.
      this.#db.exec('pragma page_size = 16384');
      this.#db.exec('pragma journal_mode = wal');
      // FULL: a commit returns when the log is on disk, so an acknowledgement is true after a power cut (S3).
      this.#db.exec('pragma synchronous = full');
      this.#db.exec('pragma foreign_keys = on');
      // Copying the log is the checkpointer's; this is for when it cannot keep up: 256 MB.
      this.#db.exec(`pragma wal_autocheckpoint = ${Math.ceil(MOST_LOG_BYTES / this.#pageSize())}`);
    }
    this.#db.exec('pragma cache_size = -65536');
    this.#db.exec('pragma temp_store = memory');
  }

  run(sql: string, parameters: readonly unknown[]): StatementResult {
    const { statement, returnsRows } = this.#prepare(sql);
    const values = parameters.every(isPlain) ? parameters : parameters.map(toSqlite);
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

  /** Bytes; that of the file, where it was made with another. */
  #pageSize(): number {
    return Number(this.#db.prepare('pragma page_size').get()?.['page_size']);
  }

  #prepare(sql: string): Prepared {
    return this.#prepared.get(sql, () => {
      const statement = this.#db.prepare(sql);
      return { statement, returnsRows: statement.columns().length > 0 };
    });
  }
}

/** What SQLite takes as it is: nearly everything that is written. */
function isPlain(value: unknown): value is SQLInputValue {
  return (
    typeof value === 'string' || typeof value === 'number' || value === null || value instanceof Uint8Array
  );
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
