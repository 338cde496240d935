import type { Journal } from '../ports/journal.ts';
import { countPastDays } from './day-counts.ts';
import { forgetSealed } from './forget-sealed.ts';
import type { JournalStore } from './journal-store.ts';
import type { TrustedClock } from './trusted-clock.ts';

/** How often it is looked whether a day is over whose entries are to be counted, and what may be forgotten; ms. */
export const HOUSEKEEPING_MS = 1_800_000;
/** Rest between two steps of forgetting, ms. */
const REST_MS = 500;

export interface HousekeepingOptions {
  readonly store: JournalStore;
  readonly epoch: number;
  readonly journal: Pick<Journal, 'commit'>;
  readonly clock: TrustedClock;
  /** `limits.sealedDays` as told in this run. */
  sealedDays(): number | undefined;
  log(event: string, error: unknown): void;
}

/** Counts days that are over, at once and then by the half hour, and forgets what the kiosk need not hold. Returns how to stop. */
export function keepHouse(options: HousekeepingOptions): () => void {
  const { store, epoch, journal, clock, sealedDays, log } = options;
  let stopped = false;
  const rest = async () => {
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    return !stopped;
  };
  const count = () =>
    countPastDays(store, epoch, journal, clock.now()).catch((e: unknown) => log('days-not-counted', e));
  const forget = () =>
    forgetSealed({ store, clock, days: sealedDays(), rest }).catch((e: unknown) =>
      log('sealed-not-forgotten', e),
    );
  void count();
  const timer = setInterval(() => void count().then(forget), HOUSEKEEPING_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
