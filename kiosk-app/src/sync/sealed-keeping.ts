import type { JournalState } from './journal-store.ts';

/** Entries 1…through were acknowledged at the latest at this time (trusted clock). */
export interface Acknowledged {
  readonly through: number;
  readonly at: number;
}

/** How long a sealed payload stays on the kiosk after the server has acknowledged it. */
export interface KeepRule {
  /** By the trusted clock, measured against the server in this run. */
  readonly now: number;
  readonly keepMs: number;
}

/** One step of forgetting. */
export interface ForgetStep {
  /** The journal after it; the same object when nothing changes. */
  readonly state: JournalState;
  /** Entries from…to lose their sealed payload; none when `to` is below `from`. */
  readonly from: number;
  readonly to: number;
}

/** Notes in a period: payloads stay for up to this part of it longer than they must. */
const NOTES = 8;

const NONE: readonly Acknowledged[] = [];

/** What may go now: of entries that had been acknowledged a whole period ago, at most so many at once. */
export function forgetStep(state: JournalState, rule: KeepRule, most: number): ForgetStep {
  const acks = noted(state, rule);
  const bare = state.bare ?? 0;
  const longAgo = acks.findLast((ack) => ack.at <= rule.now - rule.keepMs)?.through ?? 0;
  const to = Math.min(longAgo, state.through, bare + most);
  if (to > bare) return { state: { ...state, acks, bare: to }, from: bare + 1, to };
  const isNoted = acks !== (state.acks ?? NONE);
  return { state: isNoted ? { ...state, acks } : state, from: bare + 1, to: bare };
}

/**
 * The notes with one of what is acknowledged now. Of those older than the period only the last says anything; one from
 * a time that has not come yet was made by a clock that was wrong.
 */
function noted({ acks = NONE, through }: JournalState, { now, keepMs }: KeepRule): readonly Acknowledged[] {
  const past = acks.filter((ack) => ack.at <= now);
  const old = past.findLastIndex((ack) => ack.at <= now - keepMs);
  const kept = old > 0 ? past.slice(old) : past;
  const last = kept.at(-1);
  const isNew =
    through > (last?.through ?? 0) && (last === undefined || now - last.at >= Math.floor(keepMs / NOTES));
  if (isNew) return [...kept, { through, at: now }];
  return kept.length === acks.length ? acks : kept;
}

/** With another `through`. After the server went back (S7) what it lost counts from when it is acknowledged again. */
export function withThrough(state: JournalState, through: number): JournalState {
  if (through >= state.through || state.acks === undefined) return { ...state, through };
  return { ...state, through, acks: state.acks.filter((ack) => ack.through <= through) };
}
