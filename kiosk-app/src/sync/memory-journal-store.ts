import {
  type BuiltEntry,
  emptyJournal,
  type JournalState,
  type JournalStore,
  mustBegin,
  type Place,
  type Queue,
  type StoredEntry,
  waitingIn,
} from './journal-store.ts';
import type { OpenItem } from './open-items.ts';
import { forgetStep, type KeepRule, withThrough } from './sealed-keeping.ts';

/** A journal that lives as long as its object: for simulated kiosks and tests. Same contract, no disk. */
export class MemoryJournalStore implements JournalStore {
  readonly #states = new Map<number, JournalState>();
  readonly #entries = new Map<number, StoredEntry[]>();
  readonly #open = new Map<string, OpenItem>();

  async begin(epoch: number, digest: string, from?: number, open: readonly OpenItem[] = []): Promise<void> {
    if (!mustBegin(this.#states.get(epoch), from)) return;
    for (const item of open) this.#open.set(item.id, item);
    this.#states.set(epoch, emptyJournal(epoch, digest, from));
    this.#entries.set(epoch, []);
  }

  async states(): Promise<readonly JournalState[]> {
    return [...this.#states.values()].sort((a, b) => a.epoch - b.epoch);
  }

  async append(epoch: number, build: (place: Place) => BuiltEntry): Promise<StoredEntry> {
    const state = this.#state(epoch);
    const seq = state.head + 1;
    const { open, ...rest } = build({ epoch, seq, prev: state.headDigest });
    const entry: StoredEntry = { epoch, seq, ...rest };
    this.#entries.get(epoch)?.push(entry);
    this.#states.set(epoch, { ...state, head: seq, headDigest: entry.digest });
    for (const id of open.remove) this.#open.delete(id);
    for (const item of open.put) this.#open.set(item.id, item);
    return entry;
  }

  async read(
    epoch: number,
    from: number,
    maxEntries: number,
    maxBytes: number,
  ): Promise<readonly StoredEntry[]> {
    const entries = this.#entries.get(epoch) ?? [];
    const found = entries.filter(({ seq }) => seq >= from && seq < from + maxEntries);
    return withinBytes(found, maxBytes);
  }

  async setThrough(epoch: number, through: number): Promise<void> {
    this.#states.set(epoch, withThrough(this.#state(epoch), through));
  }

  async forgetSealed(epoch: number, rule: KeepRule, most: number): Promise<number> {
    const { state, from, to } = forgetStep(this.#state(epoch), rule, most);
    const entries = this.#entries.get(epoch) ?? [];
    this.#entries.set(
      epoch,
      entries.map((entry) => (entry.seq >= from && entry.seq <= to ? { ...entry, sealed: null } : entry)),
    );
    this.#states.set(epoch, state);
    return to - from + 1;
  }

  async queue(): Promise<Queue> {
    return queueOf(await this.states(), async (epoch, seq) =>
      this.#entries.get(epoch)?.find((e) => e.seq === seq),
    );
  }

  async waitingApplications(): Promise<number> {
    const waits = ({ epoch, seq }: StoredEntry) => seq > (this.#states.get(epoch)?.through ?? 0);
    return [...this.#entries.values()].flat().filter((e) => e.lookup !== undefined && waits(e)).length;
  }

  async openItems(): Promise<readonly OpenItem[]> {
    return [...this.#open.values()];
  }

  async findByLookup(lookup: string): Promise<StoredEntry | null> {
    for (const entries of this.#entries.values()) {
      const found = entries.find((e) => e.lookup === lookup);
      if (found !== undefined) return found;
    }
    return null;
  }

  #state(epoch: number): JournalState {
    const state = this.#states.get(epoch);
    if (state === undefined) throw new Error(`no journal of epoch ${epoch}`);
    return state;
  }
}

/** The longest head of the list that fits, but at least one entry. Counts UTF-16 units: texts are ASCII mostly. */
export function withinBytes(entries: readonly StoredEntry[], maxBytes: number): readonly StoredEntry[] {
  let bytes = 0;
  for (const [index, entry] of entries.entries()) {
    bytes += entry.text.length + (entry.sealed?.length ?? 0);
    if (bytes > maxBytes && index > 0) return entries.slice(0, index);
  }
  return entries;
}

/** Sums what is queued over the epochs; asks for the age of the oldest entry only. */
export async function queueOf(
  states: readonly JournalState[],
  entryOf: (epoch: number, seq: number) => Promise<StoredEntry | undefined>,
): Promise<Queue> {
  const waiting = states.filter((s) => waitingIn(s) > 0);
  const first = waiting[0];
  const oldest = first === undefined ? undefined : await entryOf(first.epoch, first.through + 1);
  return {
    queued: waiting.reduce((sum, s) => sum + waitingIn(s), 0),
    oldestAt: oldest?.at ?? null,
    ...(oldest?.mark === undefined ? {} : { oldestMark: oldest.mark }),
  };
}
