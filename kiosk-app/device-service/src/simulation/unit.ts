import { REAL_TIMERS, type Timers } from '../timers.ts';
import type { SimulatedDeviceState } from './panel-types.ts';

/** Why a simulated step did not come to its end. */
export class Interrupted extends Error {
  readonly why: 'gone' | 'canceled';

  constructor(why: 'gone' | 'canceled') {
    super(`simulated device: ${why}`);
    this.why = why;
  }
}

/** How long simulated movements take, ms at speed 1. */
export const STEP_MS = { insert: 600, read: 500, print: 2500, verify: 900, move: 700, receipt: 900 } as const;

const SLOW_FACTOR = 6;
const FLAP_MS = 1200;

/**
 * What all simulated devices share: cable in or out, slowness, a loose contact, and waiting that ends at once when
 * the cable goes. Changes are told to whoever listens.
 */
export class SimulatedUnit {
  readonly #listeners = new Set<() => void>();
  readonly #speed: number;
  readonly #timers: Timers;
  #plugged = true;
  #slow = false;
  #flapping = false;
  #flap: unknown;

  /** `speed` 100 makes every step a hundred times as fast. */
  constructor(speed: number, timers: Timers = REAL_TIMERS) {
    this.#speed = speed;
    this.#timers = timers;
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  setPlugged(plugged: boolean): void {
    this.#plugged = plugged;
    this.changed();
  }

  setSlow(slow: boolean): void {
    this.#slow = slow;
    this.changed();
  }

  /** A loose contact: out and in again, over and over. It ends plugged in. */
  setFlapping(flapping: boolean): void {
    this.#timers.clearTimeout(this.#flap);
    this.#flapping = flapping;
    if (flapping) this.#flapOn();
    this.setPlugged(!flapping);
  }

  state(): Pick<SimulatedDeviceState, 'plugged' | 'slow' | 'flapping'> {
    return { plugged: this.#plugged, slow: this.#slow, flapping: this.#flapping };
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Waits as long as a movement takes. Without a signal it cannot be canceled, only unplugged. */
  async step(ms: number, signal?: AbortSignal): Promise<void> {
    const timers = this.#timers;
    const end = timers.now() + (ms * (this.#slow ? SLOW_FACTOR : 1)) / this.#speed;
    let timer: unknown;
    try {
      await this.until(() => {
        const left = end - timers.now();
        timers.clearTimeout(timer);
        if (left <= 0) return true;
        timer = timers.setTimeout(() => this.changed(), left);
        return false;
      }, signal);
    } finally {
      timers.clearTimeout(timer);
    }
  }

  /** Waits until something holds; looks again at every change. */
  until(holds: () => boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        unlisten();
        signal?.removeEventListener('abort', look);
      };
      const look = () => {
        if (!this.#plugged) {
          stop();
          reject(new Interrupted('gone'));
        } else if (signal?.aborted === true) {
          stop();
          reject(new Interrupted('canceled'));
        } else if (holds()) {
          stop();
          resolve();
        }
      };
      const unlisten = this.onChange(look);
      signal?.addEventListener('abort', look);
      look();
    });
  }

  close(): void {
    this.#timers.clearTimeout(this.#flap);
    this.#flapping = false;
    this.#listeners.clear();
  }

  #flapOn(): void {
    this.#flap = this.#timers.setTimeout(() => {
      this.#flapOn();
      this.setPlugged(!this.#plugged);
    }, FLAP_MS / this.#speed);
  }
}
