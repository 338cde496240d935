import type { Limits } from '@haizhu/shared/sync/protocol';

/** A connection begins with a small batch alone, this part of the largest: what a slow line brings up in time too. */
const FIRST_SHARE = 1 / 16;
const SMALLEST_SHARE = 1 / 64;
/** All that is unanswered is to be answered within this part of the time after which the link counts as dead. */
const TIME_SHARE = 1 / 3;
/** On the way at once where the line does not take a full window: the next one travels while one is committed. */
const FEW = 2;

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
 * How much goes into a batch, and how many are on the way, by how fast the line was so far. A line that takes longer
 * for the largest batch than an answer may take would otherwise never bring up any: each try would send the same again.
 * Of what the line takes in time, few large batches are made rather than many small ones: each costs the server a frame
 * and an answer, and a fleet that comes back at once makes every line look slow.
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

  /** Whether one more batch may be sent while so many are unanswered. A connection begins with one alone. */
  mayBegin(unanswered: number): boolean {
    if (unanswered === 0) return true;
    return unanswered < this.#limits.window && this.#onTheWay + this.bytes <= this.#fitting();
  }

  get bytes(): number {
    const { batchBytes } = this.#limits;
    if (this.#bytesPerMs === null) return Math.max(1, Math.ceil(batchBytes * FIRST_SHARE));
    const smallest = Math.max(1, Math.ceil(batchBytes * SMALLEST_SHARE));
    return Math.max(smallest, Math.min(batchBytes, Math.floor(this.#fitting() / FEW)));
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

  /** Bytes that the line brings up in time; nothing is known before the first answer. */
  #fitting(): number {
    return (this.#bytesPerMs ?? 0) * this.#limits.answerMs * TIME_SHARE;
  }
}
