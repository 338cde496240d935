import type { ClockState, KioskClock } from '../ports/clock.ts';

/** A clock that is right, until the test says something else of it. */
export class FakeClock implements KioskClock {
  readonly run: string = 'this run';
  readonly began = 0;
  known: ClockState = { trust: 'right' };
  /** What the time is besides `now()`, as far as anybody knows. */
  alsoPossible: readonly number[] = [];
  readonly #now: () => number;
  readonly #monotonic: () => number;

  constructor(now: () => number, monotonic: () => number = now) {
    this.#now = now;
    this.#monotonic = monotonic;
  }

  wall(): number {
    return this.#now();
  }
  now(): number {
    return this.#now();
  }
  monotonic(): number {
    return this.#monotonic();
  }
  state(): ClockState {
    return this.known;
  }
  candidates(): readonly number[] {
    return [this.#now(), ...this.alsoPossible];
  }
  errorMs(): number | null {
    return null;
  }
}
