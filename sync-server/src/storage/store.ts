import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';

export type Reader = Kysely<Schema> | Transaction<Schema>;
export type Tx = Transaction<Schema>;

/** A database of one engine. All SQL of the server goes through it. */
export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  /** For reading outside a transaction. On SQLite it runs in a worker thread and sees what is committed. */
  readonly read: Kysely<Schema>;
  /**
   * Runs work in one transaction: all of it is committed and synced to disk when the promise resolves, none of it
   * when it rejects. On SQLite one at a time.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Why a database could not be opened; the text says what to do. Nothing was changed. */
export type OpenError =
  | { readonly code: 'newer-schema'; readonly message: string }
  | { readonly code: 'cannot-write'; readonly message: string }
  | { readonly code: 'cannot-connect'; readonly message: string }
  /** It may come back by itself. */
  | { readonly code: 'away'; readonly message: string }
  | { readonly code: 'in-use'; readonly message: string };
