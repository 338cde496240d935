/** Why the machine's clock cannot be believed. `jumped`: against the monotonic clock; or the machine was suspended. */
export type ClockDoubt = 'before-build' | 'before-known' | 'long-after' | 'jumped';

/**
 * What is known of the time. `right`: a server has told it in this run, and nothing speaks against it since.
 * `plausible`: no server has, but nothing speaks against it. `wrong`: something does, and nobody knows the time.
 */
export type ClockState =
  | { readonly trust: 'right' | 'plausible' }
  | { readonly trust: 'wrong'; readonly doubt: ClockDoubt };

export type ClockTrust = ClockState['trust'];

/**
 * How far a time of the journal can be believed: it was written while no server had told the time, or (`right`) behind
 * an entry that lies ahead of the time, which was known.
 */
export interface TimeMark {
  readonly trust: ClockTrust;
  /** Run of the program, and its monotonic clock, when it was written. */
  readonly run: string;
  readonly monotonic: number;
}

/** Time on a kiosk. Tests give their own. */
export interface KioskClock {
  /** What the machine's own clock says, ms since 1970 UTC. */
  wall(): number;
  /**
   * Best knowledge of the true time, ms since 1970 UTC. It jumps only when better knowledge comes. While the clock is
   * wrong it is the earliest that it can be.
   */
  now(): number;
  /** For durations and deadlines, ms: runs evenly whatever happens to the time of day. Means nothing in another run. */
  monotonic(): number;
  /** Asked anew at each moment that matters: a clock can be put right, or wrong, between any two. */
  state(): ClockState;
  /** Every instant that may be now, as far as anybody knows: a decision by the date holds if it holds in all of them. */
  candidates(): readonly number[];
  /** Error of the machine's clock, ms, positive when it is ahead; null where no server has told the time in this run. */
  errorMs(): number | null;
  /** Which run of the program this is. */
  readonly run: string;
  /** `monotonic()` when this run began. */
  readonly began: number;
}
