import type { KioskClock } from '../ports/clock.ts';

export interface TimeSource {
  /** The machine's clock, ms since 1970 UTC. May jump. */
  wall(): number;
  /** Milliseconds that never go back while the program runs. */
  monotonic(): number;
}

/**
 * Best knowledge of the true time. After a connection it runs on the monotonic clock from the server's time, so a
 * jump of the machine's clock does not reach the journal. Before the first connection of this run it is the
 * machine's clock less the error that was measured last.
 */
export class TrustedClock implements KioskClock {
  readonly #source: TimeSource;
  #errorMs: number;
  #anchor: { readonly server: number; readonly monotonic: number } | null = null;

  constructor(source: TimeSource, lastErrorMs: number | null) {
    this.#source = source;
    this.#errorMs = lastErrorMs ?? 0;
  }

  wall(): number {
    return Math.round(this.#source.wall());
  }

  now(): number {
    if (this.#anchor === null) return Math.round(this.#source.wall() - this.#errorMs);
    return Math.round(this.#anchor.server + this.#source.monotonic() - this.#anchor.monotonic);
  }

  monotonic(): number {
    return this.#source.monotonic();
  }

  /** Whether a server has told the time in this run. */
  isMeasured(): boolean {
    return this.#anchor !== null;
  }

  /**
   * Takes in a server's time that was asked for at `askedAt` (monotonic) and has just come.
   * Returns the machine clock's error in ms: positive when it is ahead.
   */
  measure(serverTime: number, askedAt: number): number {
    const monotonic = this.#source.monotonic();
    const server = serverTime + (monotonic - askedAt) / 2;
    this.#anchor = { server, monotonic };
    this.#errorMs = Math.round(this.#source.wall() - server);
    return this.#errorMs;
  }
}
