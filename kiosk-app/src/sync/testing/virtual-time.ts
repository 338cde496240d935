import type { Timers } from '../uploader.ts';

interface Timer {
  readonly id: number;
  readonly at: number;
  readonly fn: () => void;
}

/** Time that stands still until a test moves it. Between two timers everything that waits for a promise runs. */
export class VirtualTime implements Timers {
  #now = 1_700_000_000_000;
  #nextId = 1;
  #timers: Timer[] = [];
  #outside = new Set<Promise<unknown>>();

  now(): number {
    return this.#now;
  }

  setTimeout(fn: () => void, ms: number): unknown {
    const id = this.#nextId++;
    this.#timers.push({ id, at: this.#now + Math.max(0, ms), fn });
    return id;
  }

  clearTimeout(handle: unknown): void {
    this.#timers = this.#timers.filter((t) => t.id !== handle);
  }

  /** Work that is done outside of this process's promises, by a database say: time stands still until it is done. */
  track<T>(work: Promise<T>): Promise<T> {
    const settled: Promise<void> = work
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => this.#outside.delete(settled));
    this.#outside.add(settled);
    return work;
  }

  /** Runs what is ready without moving time. */
  async settle(): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (this.#outside.size > 0) {
        await Promise.all(this.#outside);
        continue;
      }
      const due = this.#timers.filter((t) => t.at <= this.#now);
      if (due.length === 0) return;
      this.#run(due);
    }
  }

  /** Moves time on, timer by timer. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    for (;;) {
      const next = Math.min(...this.#timers.map((t) => t.at));
      if (next > end) break;
      this.#now = Math.max(this.#now, next);
      await this.settle();
    }
    this.#now = end;
    await this.settle();
  }

  #run(due: readonly Timer[]): void {
    const order = [...due].sort((a, b) => a.at - b.at || a.id - b.id);
    for (const timer of order) {
      if (!this.#timers.some((t) => t.id === timer.id)) continue;
      this.#timers = this.#timers.filter((t) => t.id !== timer.id);
      timer.fn();
    }
  }
}
