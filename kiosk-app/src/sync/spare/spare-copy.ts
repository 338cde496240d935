import type { StoredEntry } from '../journal-store.ts';

/** What must be known of an entry to put it back where it stood and to send it. */
export type SpareEntry = Pick<StoredEntry, 'epoch' | 'seq' | 'at' | 'text' | 'sealed'>;

/** What was found of one kiosk when the spare copy was opened: each place once, rising. */
export interface HeldEntries {
  readonly kiosk: string;
  readonly entries: readonly SpareEntry[];
}

/**
 * A second copy of what the server does not have yet, beside the database and not in it: the browser removes a database
 * that it takes for corrupt as a whole (decision 0014). Written after the database, so it never holds what that does not.
 */
export interface SpareCopy {
  /** As it was when it was opened; nothing is taken off the disk by reading it. */
  readonly held: readonly HeldEntries[];
  /** From here on entries are of this kiosk. */
  begin(kiosk: string): Promise<void>;
  /** Resolves when a kill of the browser cannot take it any more; on the disk it is soon after. */
  add(entry: SpareEntry): Promise<void>;
  /** The server has entries 1…through of the epoch: they may go. */
  acknowledged(epoch: number, through: number): Promise<void>;
  close(): void;
}
