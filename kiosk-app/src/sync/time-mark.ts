import type { KioskClock, TimeMark } from '../ports/clock.ts';
import { MOST_HABIT_MS, SAME_TIME_MS } from './clock-evidence.ts';

/** What an entry is marked with that is written now with that time; undefined where its time is right. */
export function markOf(
  at: number,
  clock: Pick<KioskClock, 'now' | 'state' | 'run' | 'monotonic'>,
): TimeMark | undefined {
  const { trust } = clock.state();
  if (trust === 'right' && at <= clock.now() + SAME_TIME_MS) return undefined;
  return { trust, run: clock.run, monotonic: clock.monotonic() };
}

/** As an entry shows itself, where its own mark is lost: a machine's clock that was far out may have been all there was. */
export function markOfHeader(header: { readonly at: number; readonly wall: number } | null) {
  if (header === null || Math.abs(header.wall - header.at) <= MOST_HABIT_MS) return undefined;
  return { trust: 'wrong', run: '', monotonic: 0 } as const;
}

/** The clock as far as ages are told by it. */
export type AgeClock = Pick<KioskClock, 'now' | 'state' | 'run' | 'began' | 'monotonic'>;

/**
 * How long ago something of the journal happened, ms, at least. Null while the clock is wrong: nothing is aged by it.
 * Of what was written before a server had told the time, only that counts for which this run knows of it: its time may
 * have been wrong, and the difference to a right one is no age.
 */
export function leastAgeOf(at: number, mark: TimeMark | undefined, clock: AgeClock): number | null {
  if (clock.state().trust === 'wrong') return null;
  if (mark === undefined) return Math.max(0, clock.now() - at);
  return Math.max(0, clock.monotonic() - (mark.run === clock.run ? mark.monotonic : clock.began));
}

/**
 * How long ago something of the journal happened, ms. Null where nobody knows: the clock is wrong, was so then, or was
 * neither proved then nor in doubt, and has been put right since.
 */
export function ageOf(at: number, mark: TimeMark | undefined, clock: AgeClock): number | null {
  if (mark?.run === clock.run) return clock.monotonic() - mark.monotonic;
  const { trust } = clock.state();
  if (trust === 'wrong') return null;
  const isComparable = mark === undefined || (mark.trust === 'plausible' && trust === 'plausible');
  return isComparable && clock.now() >= at ? clock.now() - at : null;
}
