import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';

/**
 * Time as one process has it. A process that was killed does nothing any more; one that hangs does late, and in order,
 * what it should have done.
 */
export class ProcessTimers {
  readonly #time: VirtualTime;
  #dead = false;
  #frozen: (() => void)[] | null = null;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  get isDead(): boolean {
    return this.#dead;
  }

  get isFrozen(): boolean {
    return this.#frozen !== null;
  }

  now(): number {
    return this.#time.now();
  }

  setTimeout(fn: () => void, ms: number): unknown {
    // Clocks of machines tell whole milliseconds.
    return this.#time.setTimeout(() => this.run(fn), Math.ceil(ms));
  }

  clearTimeout(handle: unknown): void {
    this.#time.clearTimeout(handle);
  }

  /** What reaches the process from outside. */
  run(fn: () => void): void {
    if (this.#dead) return;
    if (this.#frozen === null) fn();
    else this.#frozen.push(fn);
  }

  /** Resolves after that time, never in a process that is dead by then. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.setTimeout(resolve, ms));
  }

  kill(): void {
    this.#dead = true;
    this.#frozen = null;
  }

  freeze(): void {
    if (!this.#dead) this.#frozen ??= [];
  }

  thaw(): void {
    const late = this.#frozen ?? [];
    this.#frozen = null;
    for (const fn of late) this.run(fn);
  }
}
