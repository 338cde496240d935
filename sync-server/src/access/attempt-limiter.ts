import type { Clock } from '../clock.ts';

interface Window {
  readonly startedAt: number;
  readonly count: number;
}

/**
 * Counts failures in windows of fixed length and says when a key has had too many. Held in memory: with several
 * servers each counts by itself. Never holds more than `capacity` keys; the oldest windows go first.
 */
export class AttemptLimiter {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #capacity: number;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock, limit: number, windowMs: number, capacity = 10_000) {
    this.#clock = clock;
    this.#limit = limit;
    this.#windowMs = windowMs;
    this.#capacity = capacity;
  }

  /** Milliseconds until the key may try again; 0 when it may now. */
  waitMs(key: string): number {
    const window = this.#current(key);
    if (window === null || window.count < this.#limit) return 0;
    return window.startedAt + this.#windowMs - this.#clock.now();
  }

  /** Counts a failure, or an attempt that has begun. */
  count(key: string): void {
    const window = this.#current(key) ?? { startedAt: this.#clock.now(), count: 0 };
    this.#windows.set(key, { ...window, count: window.count + 1 });
    if (this.#windows.size <= this.#capacity) return;
    const oldest = this.#windows.keys().next();
    if (!oldest.done) this.#windows.delete(oldest.value);
  }

  /** Takes one back: what was counted has turned out well. */
  forgive(key: string): void {
    const window = this.#current(key);
    if (window !== null) this.#windows.set(key, { ...window, count: Math.max(0, window.count - 1) });
  }

  #current(key: string): Window | null {
    const window = this.#windows.get(key);
    if (window === undefined) return null;
    if (this.#clock.now() - window.startedAt < this.#windowMs) return window;
    this.#windows.delete(key);
    return null;
  }
}
