import type { Result } from '@haizhu/shared/result';
import type { ApiError } from '../api/api-error.ts';
import type { Topic } from './topics.ts';

/** What is known of one answer of the server. Old data stays while a newer answer is fetched or fails. */
export interface Snapshot<T> {
  readonly data: T | null;
  readonly error: ApiError | null;
  readonly loading: boolean;
  /** When `data` arrived, in the server's time; null before the first answer. */
  readonly asOf: number | null;
}

export interface Source<T> {
  /** Names the answer; two sources with the same key load the same thing. */
  readonly key: string;
  readonly load: () => Promise<Result<T, ApiError>>;
  /** What makes the answer old. */
  readonly topics: readonly Topic[];
}

interface Entry {
  source: Source<unknown>;
  snapshot: Snapshot<unknown>;
  readonly listeners: Set<() => void>;
  /** Changed while it was being fetched: what arrives may already be old. */
  again: boolean;
}

export const EMPTY_SNAPSHOT: Snapshot<never> = { data: null, error: null, loading: true, asOf: null };
/** Answers nobody looks at any more that are kept, so that going back shows something at once. */
const KEPT = 30;

/** Holds the answers that the pages show and fetches them again when the server says that they are old. */
export class ResourceStore {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  snapshot(key: string): Snapshot<unknown> {
    return this.#entries.get(key)?.snapshot ?? EMPTY_SNAPSHOT;
  }

  /** Starts looking at a source: fetches it, and calls the listener at each change until released. */
  watch(source: Source<unknown>, listener: () => void): () => void {
    const known = this.#entries.get(source.key);
    const entry = known ?? { source, snapshot: EMPTY_SNAPSHOT, listeners: new Set(), again: false };
    entry.source = source;
    entry.listeners.add(listener);
    // Re-inserted at the end: the map's order is the order of last use.
    this.#entries.delete(source.key);
    this.#entries.set(source.key, entry);
    if (!known || !entry.snapshot.loading) this.#fetch(entry);
    return () => {
      entry.listeners.delete(listener);
      this.#forgetOld();
    };
  }

  /** Fetches again what is looked at and depends on one of the topics; drops the rest of these. */
  changed(topics: ReadonlySet<Topic>): void {
    this.#renew((entry) => entry.source.topics.some((topic) => topics.has(topic)));
  }

  /** After a lost connection nothing is known to be new. */
  changedAll(): void {
    this.#renew(() => true);
  }

  refresh(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) this.#renewOne(entry);
  }

  /** Forgets everything: somebody else may sign in. */
  clear(): void {
    this.#entries.clear();
  }

  #renew(concerned: (entry: Entry) => boolean): void {
    for (const [key, entry] of this.#entries) {
      if (!concerned(entry)) continue;
      if (entry.listeners.size === 0) this.#entries.delete(key);
      else this.#renewOne(entry);
    }
  }

  #renewOne(entry: Entry): void {
    if (entry.snapshot.loading) entry.again = true;
    else this.#fetch(entry);
  }

  #fetch(entry: Entry): void {
    entry.again = false;
    this.#set(entry, { ...entry.snapshot, loading: true });
    void entry.source.load().then((result) => {
      // A cleared store must not be filled again by an answer that was under way.
      if (this.#entries.get(entry.source.key) !== entry) return;
      this.#set(
        entry,
        result.ok
          ? { data: result.value, error: null, loading: false, asOf: this.#now() }
          : { ...entry.snapshot, error: result.error, loading: false },
      );
      if (entry.again) this.#fetch(entry);
    });
  }

  #set(entry: Entry, snapshot: Snapshot<unknown>): void {
    entry.snapshot = snapshot;
    for (const listener of entry.listeners) listener();
  }

  #forgetOld(): void {
    let unused = [...this.#entries.values()].filter((entry) => entry.listeners.size === 0).length;
    for (const [key, entry] of this.#entries) {
      if (unused <= KEPT) return;
      if (entry.listeners.size > 0) continue;
      this.#entries.delete(key);
      unused -= 1;
    }
  }
}
