import type { TimeMark } from '../ports/clock.ts';
import type { OpenItem, OpenItemChange } from './open-items.ts';
import type { Acknowledged, KeepRule } from './sealed-keeping.ts';

/** One entry as it lies in the kiosk's own store. */
export interface StoredEntry {
  readonly epoch: number;
  readonly seq: number;
  /** The exact text whose digest counts. */
  readonly text: string;
  /** Null also when it was acknowledged so long ago that the kiosk holds it no longer. */
  readonly sealed: string | null;
  readonly digest: string;
  readonly at: number;
  /** Set where `at` is no measure of its age. */
  readonly mark?: TimeMark;
  /** Set for `application.submitted`: how a citizen's check code finds it. */
  readonly lookup?: string;
  readonly application?: string;
}

/** How far one epoch's journal has come. Entries 1…through are acknowledged, through+1…head are queued. */
export interface JournalState {
  readonly epoch: number;
  readonly head: number;
  readonly headDigest: string;
  readonly through: number;
  /** First entry that is there, where it is not the first of all: the rest of a journal that was put back. */
  readonly from?: number;
  /** What was acknowledged when; see `sealed-keeping.ts`. Absent until the first note. */
  readonly acks?: readonly Acknowledged[];
  /** Entries 1…bare hold no sealed payload any more. */
  readonly bare?: number;
}

/** Where the next entry goes. */
export interface Place {
  readonly epoch: number;
  readonly seq: number;
  readonly prev: string;
}

export type BuiltEntry = Omit<StoredEntry, 'epoch' | 'seq'> & { readonly open: OpenItemChange };

/** What is waiting to be sent. */
export interface Queue {
  readonly queued: number;
  /** `at` of the oldest queued entry, or null. */
  readonly oldestAt: number | null;
  readonly oldestMark?: TimeMark;
}

/**
 * The journal on disk. An implementation rejects when the disk or the browser refuses; then nothing of the call
 * has happened.
 */
export interface JournalStore {
  /**
   * Begins the journal of an epoch; does nothing if it is there. `from` is its first entry, 1 unless it is the rest of
   * a journal of which the server has what stood before; `digest` is what that entry names as the one before it, and
   * `open` is what was open then. A journal that does not reach as far as `from` begins anew there.
   */
  begin(epoch: number, digest: string, from?: number, open?: readonly OpenItem[]): Promise<void>;
  /** All epochs that this store holds, rising. */
  states(): Promise<readonly JournalState[]>;
  /**
   * Allocates the next place of the epoch and writes what `build` makes for it, in one transaction with strict
   * durability (S1, S2). `build` must be synchronous. A store that keeps two copies rejects a promise to a citizen that
   * only one of them could take; what only says what has happened it takes all the same.
   */
  append(epoch: number, build: (place: Place) => BuiltEntry, isPromise?: boolean): Promise<StoredEntry>;
  /** Entries from `from` on, rising, at most `maxEntries` and about `maxBytes`; at least one if there is one. */
  read(epoch: number, from: number, maxEntries: number, maxBytes: number): Promise<readonly StoredEntry[]>;
  /** Sets `through` of an epoch; lower than before when the server went back in time (S7). */
  setThrough(epoch: number, through: number): Promise<void>;
  /**
   * Notes what is acknowledged now, and takes the sealed payloads of entries that were acknowledged long enough ago off
   * the disk, of at most `most` entries. Through how many it went; 0 when none are left for now.
   */
  forgetSealed(epoch: number, rule: KeepRule, most: number): Promise<number>;
  queue(): Promise<Queue>;
  /** Applications among what is queued: what people count by. */
  waitingApplications(): Promise<number>;
  openItems(): Promise<readonly OpenItem[]>;
  findByLookup(lookup: string): Promise<StoredEntry | null>;
}

/** A journal in which nothing is written yet. */
export function emptyJournal(epoch: number, digest: string, from = 1): JournalState {
  const before = { epoch, head: from - 1, headDigest: digest, through: from - 1 };
  return from === 1 ? before : { ...before, from };
}

/** Whether a journal has to begin at `from`, as far as the store knows it. */
export function mustBegin(known: JournalState | undefined, from = 1): boolean {
  return known === undefined || known.head < from - 1;
}

/** Entries that wait to be sent. None where the server lacks one that is not there any more: it would wait for ever. */
export function waitingIn({ head, through, from = 1 }: JournalState): number {
  return through + 1 < from ? 0 : head - through;
}
