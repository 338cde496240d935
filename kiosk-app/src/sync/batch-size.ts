import type { Limits } from '@haizhu/shared/sync/protocol';

/** A connection begins with a small batch alone, this part of the largest: what a slow line brings up in time too. */
const FIRST_SHARE = 1 / 16;
const SMALLEST_SHARE = 1 / 64;
/** A full window is to be answered within this part of the time after which the link counts as dead. */
const TIME_SHARE = 1 / 3;

type SizeLimits = Pick<Limits, 'batchBytes' | 'batchEntries' | 'answerMs' | 'window'>;

/** A batch on its way. */
export interface Sent {
  readonly bytes: number;
  /** What had to go through before its answer could come: itself and all that was sent before it. */
  readonly ahead: number;
  /** Monotonic time, ms. */
  readonly at: number;
}

/**
 * How much goes into a batch, by how fast the line was so far. A line that takes longer for the largest batch than an
 * answer may take would otherwise never bring up any: each try would send the same again.
 */
export class BatchSize {
  readonly #limits: SizeLimits;
  #bytesPerMs: number | null = null;
  #onTheWay = 0;
  /** Of an entry, as they were last; not known yet: as if a full batch were full in both ways. */
  #entryBytes: number;

  constructor(limits: SizeLimits) {
    this.#limits = limits;
    this.#entryBytes = limits.batchBytes / limits.batchEntries;
  }

  /** Most batches that may be unanswered at once. */
  get window(): number {
    return this.#bytesPerMs === null ? 1 : this.#limits.window;
  }

  get bytes(): number {
    return Math.max(1, Math.ceil(this.#limits.batchBytes * this.#share()));
  }

  /** As many as may fit: what is read from the disk beyond them is read for nothing. */
  get entries(): number {
    const fit = Math.ceil((this.bytes / this.#entryBytes) * 1.25);
    return Math.max(1, Math.min(this.#limits.batchEntries, fit));
  }

  sent(bytes: number, entries: number, at: number): Sent {
    this.#onTheWay += bytes;
    if (bytes > 0 && entries > 0) this.#entryBytes = bytes / entries;
    return { bytes, ahead: this.#onTheWay, at };
  }

  answered({ bytes, ahead, at }: Sent, now: number): void {
    this.#onTheWay -= bytes;
    this.#bytesPerMs = ahead / Math.max(1, now - at);
  }

  #share(): number {
    if (this.#bytesPerMs === null) return FIRST_SHARE;
    const { answerMs, window, batchBytes } = this.#limits;
    const fits = (this.#bytesPerMs * answerMs * TIME_SHARE) / window;
    return Math.min(1, Math.max(SMALLEST_SHARE, fits / batchBytes));
  }
}
