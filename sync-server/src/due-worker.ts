import type { Clock } from './clock.ts';

export interface DueWorkerOptions {
  readonly clock: Clock;
  /** Looks for due work, takes some of it up, and does it. True when there may be more at once. */
  work(): Promise<boolean>;
  /** Longest time between two looks, ms. */
  readonly pollMs: number;
  onError(error: unknown): void;
}

/**
 * Does what is due: at once when it is woken, and every now and then by itself, so that nothing depends on being woken.
 * One look at a time; `stop` waits for the one that runs.
 */
export class DueWorker {
  readonly #options: DueWorkerOptions;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #woken = false;
  #stopped = true;

  constructor(options: DueWorkerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  wake(): void {
    if (this.#stopped) return;
    this.#woken = true;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  /** Resolves when nothing is being done and nobody has woken it. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#woken && !this.#stopped) {
      this.#woken = false;
      try {
        if (await this.#options.work()) this.#woken = true;
      } catch (error) {
        this.#options.onError(error);
      }
    }
    this.#running = null;
    if (this.#stopped) return;
    this.#timer = setTimeout(() => this.wake(), this.#options.pollMs);
    this.#timer.unref();
  }
}

/** When to try again after `attempts` failures: 1 s, 2 s, 4 s … at most 10 minutes, with jitter. */
export function retryAfterMs(attempts: number, random: number): number {
  return Math.round(Math.min(600_000, 1000 * 2 ** Math.min(attempts - 1, 16)) * (0.75 + random / 2));
}

/** Waits until every one has ended, however it ends; rejects then with the first failure. */
export async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
