import type { ClockState, KioskClock } from '../ports/clock.ts';
import {
  type ClockEvidence,
  doubtOf,
  floorOf,
  MOST_HABIT_MS,
  NO_EVIDENCE,
  SAME_TIME_MS,
} from './clock-evidence.ts';

export interface TimeSource {
  /** The machine's clock, ms since 1970 UTC. May jump. */
  wall(): number;
  /** Milliseconds that never go back while the program runs. They may stand still while the machine is suspended. */
  monotonic(): number;
}

/** A time that was believed, and the monotonic clock then. Time goes on from it by the monotonic clock alone. */
interface Anchor {
  readonly at: number;
  readonly monotonic: number;
  /** Machine's clock less the time at the anchor, ms. */
  readonly offset: number;
  /** A server told it. */
  readonly told: boolean;
}

const isSame = (a: number, b: number) => Math.abs(a - b) <= SAME_TIME_MS;

/**
 * Best knowledge of the true time. It begins at the machine's clock, less the error that was measured last, once
 * nothing speaks against that; a server's time takes its place. From there it runs on the monotonic clock, so that a
 * jump of the machine's clock does not reach the journal.
 *
 * A jump is doubt: the machine's clock was set, or the machine was suspended and the monotonic clock stood still.
 * After a server's time a jump back can only be a setting, and a jump to that time is a correction: no doubt then.
 */
export class TrustedClock implements KioskClock {
  readonly run: string = crypto.randomUUID();
  readonly began: number;
  readonly #source: TimeSource;
  readonly #habitMs: number;
  readonly #evidence: ClockEvidence;
  readonly #floor: number;
  #anchor: Anchor | null = null;
  #jumped = false;

  constructor(source: TimeSource, lastErrorMs: number | null, evidence: ClockEvidence = NO_EVIDENCE) {
    this.#source = source;
    this.#habitMs = lastErrorMs !== null && Math.abs(lastErrorMs) <= MOST_HABIT_MS ? lastErrorMs : 0;
    this.#evidence = evidence;
    this.#floor = floorOf(evidence);
    this.began = source.monotonic();
    this.#look();
  }

  wall(): number {
    return Math.round(this.#source.wall());
  }

  now(): number {
    this.#look();
    return Math.round(this.#reckoned());
  }

  monotonic(): number {
    return this.#source.monotonic();
  }

  state(): ClockState {
    const doubt = this.#look();
    if (doubt !== null) return { trust: 'wrong', doubt };
    return { trust: this.#anchor?.told === true ? 'right' : 'plausible' };
  }

  candidates(): readonly number[] {
    const isDoubted = this.#look() !== null;
    const reckoned = Math.round(this.#reckoned());
    const byMachine = Math.round(this.#source.wall() - this.#habitMs);
    return isDoubted && doubtOf(byMachine, this.#evidence) === null ? [reckoned, byMachine] : [reckoned];
  }

  errorMs(): number | null {
    return this.#anchor?.told === true ? Math.round(this.#source.wall() - this.#reckoned()) : null;
  }

  /**
   * Takes in a server's time that was asked for at `askedAt` (monotonic) and has just come.
   * Returns the machine clock's error in ms: positive when it is ahead.
   */
  measure(serverTime: number, askedAt: number): number {
    const monotonic = this.#source.monotonic();
    const at = serverTime + (monotonic - askedAt) / 2;
    const offset = this.#source.wall() - at;
    const { builtAt } = this.#evidence;
    // A server of before this program was written has a wrong clock itself.
    if (builtAt === null || at >= builtAt - SAME_TIME_MS) {
      this.#anchor = { at, monotonic, offset, told: true };
      this.#jumped = false;
    }
    return Math.round(offset);
  }

  #reckoned(): number {
    const { at, monotonic } = this.#anchor ?? { at: this.#floor, monotonic: this.began };
    return Math.max(at, this.#anchor?.told === true ? 0 : this.#floor) + this.#source.monotonic() - monotonic;
  }

  /** Compares the clocks. What speaks against the machine's; null where nothing does. */
  #look(): Extract<ClockState, { trust: 'wrong' }>['doubt'] | null {
    const wall = this.#source.wall();
    const byMachine = wall - this.#habitMs;
    const monotonic = this.#source.monotonic();
    if (this.#anchor === null) {
      const doubt = doubtOf(byMachine, this.#evidence);
      if (doubt !== null) return doubt;
      this.#anchor = { at: byMachine, monotonic, offset: this.#habitMs, told: false };
      return null;
    }
    const anchor = this.#anchor;
    const offset = wall - (anchor.at + monotonic - anchor.monotonic);
    if (anchor.told) {
      const isSteady = isSame(offset, anchor.offset);
      const isExplained = isSteady || isSame(offset, 0) || (!this.#jumped && offset < anchor.offset);
      // Small steps are not followed: many of them are a large one.
      if (isExplained && !isSteady) this.#anchor = { ...anchor, offset };
      this.#jumped = !isExplained;
      return isExplained ? null : 'jumped';
    }
    // Of two times that no server told, nobody knows which is right.
    if (!isSame(offset, anchor.offset)) return doubtOf(byMachine, this.#evidence) ?? 'jumped';
    return doubtOf(byMachine, this.#evidence);
  }
}
