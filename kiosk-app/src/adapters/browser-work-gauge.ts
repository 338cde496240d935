import { DEFAULT_WORK_LIMITS, type WorkLimits, workLimitsSchema } from '@haizhu/shared/sync/work-limits';
import type { Space, WorkGauge } from '../ports/work-gauge.ts';

export interface BrowserWorkGaugeOptions {
  /** `limits.work` as it was kept on disk; whatever an older version left there. */
  readonly keptLimits: unknown;
  readonly knownClockErrorMs: number | null;
  readonly storage: Pick<StorageManager, 'estimate'> | undefined;
  /** Writes something large and takes it back; rejects where the disk refuses. */
  tryRoom(): Promise<void>;
  watchCopies(listener: (isWhole: boolean) => void): () => void;
}

/** The work gauge of a browser. Limits that are not on disk, or not understood, are the defaults. */
export class BrowserWorkGauge implements WorkGauge {
  readonly #options: BrowserWorkGaugeOptions;
  readonly #listeners = new Set<(limits: WorkLimits) => void>();
  #limits: WorkLimits;

  constructor(options: BrowserWorkGaugeOptions) {
    this.#options = options;
    const kept = workLimitsSchema.safeParse(options.keptLimits);
    this.#limits = kept.success ? kept.data : DEFAULT_WORK_LIMITS;
  }

  get knownClockErrorMs(): number | null {
    return this.#options.knownClockErrorMs;
  }

  /** The server told its limits. */
  setLimits(limits: WorkLimits): void {
    this.#limits = limits;
    for (const listener of this.#listeners) listener(limits);
  }

  watchLimits(listener: (limits: WorkLimits) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#limits);
    return () => this.#listeners.delete(listener);
  }

  watchCopies(listener: (isWhole: boolean) => void): () => void {
    return this.#options.watchCopies(listener);
  }

  async space(): Promise<Space | null> {
    const { usage, quota } = (await this.#options.storage?.estimate()) ?? {};
    return usage === undefined || quota === undefined ? null : { usedBytes: usage, quotaBytes: quota };
  }

  async takes(): Promise<boolean> {
    try {
      await this.#options.tryRoom();
      return true;
    } catch {
      return false;
    }
  }
}
