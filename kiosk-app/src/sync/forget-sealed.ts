import { DAY_MS } from '@haizhu/shared/time/beijing';
import type { JournalStore } from './journal-store.ts';
import type { TrustedClock } from './trusted-clock.ts';

/** Entries in one transaction: a commit that comes meanwhile waits for no more than that. */
export const MOST_AT_ONCE = 200;
/** When machine and server disagree on the time by more than this, ms, one of them is not to be believed. */
const MOST_CLOCK_ERROR_MS = 3_600_000;

export interface ForgetOptions {
  readonly store: Pick<JournalStore, 'states' | 'forgetSealed'>;
  readonly clock: Pick<TrustedClock, 'now' | 'wall' | 'state'>;
  /** Days that the server has told; undefined when everything is kept. */
  readonly days: number | undefined;
  /** Rest between two transactions; whether to go on. */
  rest(): Promise<boolean>;
}

/**
 * Takes sealed payloads that were acknowledged long ago off the disk, step by step: what the server deletes when its time
 * is over shall not lie on in a police station. Texts and digests stay, so the chain holds and a server that went back
 * is still caught up (S7). Nothing goes while nobody knows the time for certain: the server tells it in each run. Rejects when the disk refuses.
 */
export async function forgetSealed({ store, clock, days, rest }: ForgetOptions): Promise<void> {
  if (days === undefined || clock.state().trust !== 'right') return;
  const now = clock.now();
  if (Math.abs(clock.wall() - now) > MOST_CLOCK_ERROR_MS) return;
  const rule = { now, keepMs: days * DAY_MS };
  for (const { epoch } of await store.states()) {
    while ((await store.forgetSealed(epoch, rule, MOST_AT_ONCE)) > 0) {
      if (!(await rest())) return;
    }
  }
}
