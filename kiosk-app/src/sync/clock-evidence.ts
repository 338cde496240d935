import type { ClockDoubt } from '../ports/clock.ts';
import type { JournalStore } from './journal-store.ts';

/** What was known of the time before this run, ms since 1970 UTC; null where it is not known. */
export interface ClockEvidence {
  /** When this program was built: it is later now. */
  readonly builtAt: number | null;
  /** Newest entry of the journal: it is later now. */
  readonly newestAt: number | null;
  /** The last time that a server told, in any run. */
  readonly toldAt: number | null;
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

/** Time of the newest entry on disk; null where there is none. */
export async function newestEntryAt(store: Pick<JournalStore, 'states' | 'read'>): Promise<number | null> {
  const states = await store.states();
  const heads = await Promise.all(
    states.map(({ epoch, head }) => store.read(epoch, head, 1, Number.POSITIVE_INFINITY)),
  );
  const times = heads.flat().map(({ at }) => at);
  return times.length === 0 ? null : Math.max(...times);
}
