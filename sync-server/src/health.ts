import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Store } from './storage/store.ts';

export interface Trouble {
  readonly code: 'database-unreachable' | 'ledger-not-writable' | 'disk-full';
  readonly message: string;
}

/** Less room than this on the disk of the embedded database is trouble, bytes. */
const LEAST_ROOM = 64 * 1024 * 1024;
/** An answer that takes longer than this is none, ms. */
const PATIENCE_MS = 3000;
/** Asked more often, the last answer is told again, ms. */
const FRESH_MS = 1000;

/** Tells whether the server can do its work: read, and commit what kiosks send. */
export class HealthCheck {
  readonly #store: Store;
  readonly #config: Pick<Config, 'dataDir' | 'databaseUrl'>;
  readonly #clock: Clock;
  #last: { readonly at: number; readonly answer: Promise<Trouble | null> } | null = null;

  constructor(store: Store, config: Pick<Config, 'dataDir' | 'databaseUrl'>, clock: Clock) {
    this.#store = store;
    this.#config = config;
    this.#clock = clock;
  }

  /** Null when all is well. */
  trouble(): Promise<Trouble | null> {
    const now = this.#clock.now();
    if (this.#last === null || now - this.#last.at >= FRESH_MS)
      this.#last = { at: now, answer: this.#look() };
    return this.#last.answer;
  }

  async #look(): Promise<Trouble | null> {
    const read = await within(sql`select 1`.execute(this.#store.read));
    if (!read) return { code: 'database-unreachable', message: 'the database does not answer' };
    // Takes the lock of a writer, changes nothing.
    const write = await within(
      this.#store.write((tx) =>
        tx.updateTable('presence').set({ connected: 0 }).where('kiosk_id', '=', '').execute(),
      ),
    );
    if (!write) return { code: 'ledger-not-writable', message: 'the database does not take a transaction' };
    if (this.#config.databaseUrl === null) {
      const { bavail, bsize } = await statfs(this.#config.dataDir);
      if (bavail * bsize < LEAST_ROOM)
        return { code: 'disk-full', message: 'the disk of the data folder is almost full' };
    }
    return null;
  }
}

async function within(work: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PATIENCE_MS);
  work.then(
    () => resolve(true),
    () => resolve(false),
  );
  const answered = await promise;
  clearTimeout(timer);
  return answered;
}
