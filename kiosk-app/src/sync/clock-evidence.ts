import type { ClockDoubt, KioskClock } from '../ports/clock.ts';
import type { JournalStore } from './journal-store.ts';

/** What was known of the time before this run, ms since 1970 UTC; null where it is not known. */
export interface ClockEvidence {
  /** When this program was built: it is later now. */
  readonly builtAt: number | null;
  /** The last time that a server told, in any run. */
  readonly toldAt: number | null;
  /** Newest entry of the journal since then: it is later now. */
  readonly newestAt: number | null;
}

export const NO_EVIDENCE: ClockEvidence = { builtAt: null, newestAt: null, toldAt: null };

/** Up to this much, ms, two times are the same time: what staff are not warned of either (`clockErrorMs.warn`). */
export const SAME_TIME_MS = 120_000;

/**
 * A clock that is further than this, ms, behind the last time that a server told may stand in another year. The
 * longest public holiday is nine days; a kiosk without a network takes no work for more than four days anyway.
 */
export const LONGEST_SILENCE_MS = 10 * 86_400_000;

/** An error of the machine's clock beyond this, ms, is no habit of it: it is not taken off in the next run. */
export const MOST_HABIT_MS = 3_600_000;

/** The earliest that it can be; 0 where nothing is known. */
export function floorOf({ builtAt, newestAt, toldAt }: ClockEvidence): number {
  return Math.max(0, builtAt ?? 0, newestAt ?? 0, toldAt ?? 0);
}

/** What speaks against a time; null where nothing does. */
export function doubtOf(time: number, evidence: ClockEvidence): ClockDoubt | null {
  const { builtAt, newestAt, toldAt } = evidence;
  if (builtAt !== null && time < builtAt - SAME_TIME_MS) return 'before-build';
  if (time < Math.max(newestAt ?? 0, toldAt ?? 0) - SAME_TIME_MS) return 'before-known';
  // Entries of a run without a server are no proof of a late time: their own clock may have been ahead.
  const last = toldAt ?? newestAt ?? builtAt;
  if (last === null) return null;
  return time > Math.max(last, builtAt ?? 0) + LONGEST_SILENCE_MS ? 'long-after' : null;
}

/** The last time that a server told, and how far the journal had come then: kept on disk. */
export interface Told {
  /** ms since 1970 UTC. */
  readonly at: number;
  readonly epoch: number;
  readonly head: number;
}

/** What is known now of the time, to be kept for the next start; null where it is not known for certain. */
export async function toldNow(
  clock: Pick<KioskClock, 'now' | 'state'>,
  store: Pick<JournalStore, 'states'>,
): Promise<Told | null> {
  const state = (await store.states()).at(-1);
  if (state === undefined || clock.state().trust !== 'right') return null;
  return { at: clock.now(), epoch: state.epoch, head: state.head };
}

/** What the disk knows of the time at a start. */
export async function evidenceOf(
  store: Pick<JournalStore, 'states' | 'read'>,
  told: Told | null,
  builtAt: number | null,
): Promise<ClockEvidence> {
  return { builtAt, toldAt: told?.at ?? null, newestAt: await newestSince(store, told) };
}

/** Entries read at a time, going back. */
const PAGE = 50;

/**
 * The newest time of entries that no server's time has overtaken: what was written before a server told the time may be
 * by a clock that was ahead, and is worth nothing since. Null where there is none.
 */
async function newestSince(
  store: Pick<JournalStore, 'states' | 'read'>,
  told: Told | null,
): Promise<number | null> {
  const state = (await store.states()).at(-1);
  if (state === undefined) return null;
  const first = told?.epoch === state.epoch ? told.head + 1 : 1;
  let newest: number | null = null;
  for (let end = state.head; end >= first; end -= PAGE) {
    const from = Math.max(first, end - PAGE + 1);
    const page = await store.read(state.epoch, from, end - from + 1, Number.POSITIVE_INFINITY);
    for (const { at, mark } of page.toReversed()) {
      if (mark?.trust === 'right') return newest;
      newest = Math.max(newest ?? 0, at);
      if (mark === undefined) return newest;
    }
  }
  return newest;
}

/** Time of the last entry of an enrolment's journal; 0 where there is none. */
export async function headAt(store: Pick<JournalStore, 'states' | 'read'>, epoch: number): Promise<number> {
  const head = (await store.states()).find((state) => state.epoch === epoch)?.head ?? 0;
  const [entry] = await store.read(epoch, head, 1, Number.POSITIVE_INFINITY);
  return entry?.at ?? 0;
}
