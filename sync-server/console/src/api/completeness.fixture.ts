import type { Completeness } from './completeness.ts';

/** A period of which nothing is lacking. */
export const NOTHING_LACKING: Completeness = {
  complete: true,
  kiosks: 1,
  kiosksComplete: 1,
  lacking: 0,
  oldestLackingAt: null,
  silent: 0,
  silentSince: null,
  setAside: 0,
  days: { equal: 1, short: 0, more: 0, uncounted: 0 },
};
