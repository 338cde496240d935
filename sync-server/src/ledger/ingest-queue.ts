import type { BatchResult, KioskBatch } from './ingest.ts';
import type { Ledger } from './ledger.ts';

/** Entries that may wait before kiosks are asked to slow down; about two seconds of work. */
const MOST_WAITING = 40_000;
/**
 * Entries taken into one transaction: half of what a kiosk may have unanswered, so that it sends while this is committed.
 * More does not make a commit cheaper, and others wait longer for theirs.
 */
const MOST_AT_ONCE = 2_000;

export interface SlowDown {
  readonly ok: false;
  readonly error: 'slow-down';
  readonly retryAfterMs: number;
}

interface Waiting {
  readonly batch: KioskBatch;
  resolve(result: BatchResult): void;
  reject(error: unknown): void;
}

/**
 * Group commit: while one transaction is being synced to disk, the batches of all kiosks gather and become the next
 * one. What makes single entries fast is that a thousand of them share one sync.
 */
export class IngestQueue {
  readonly #ledger: Pick<Ledger, 'ingest'>;
  #waiting: Waiting[] = [];
  #entries = 0;
  #running: Promise<void> | null = null;

  constructor(ledger: Pick<Ledger, 'ingest'>) {
    this.#ledger = ledger;
  }

  /** Entries that wait or are being written. */
  get depth(): number {
    return this.#entries;
  }

  /** Resolves once the batch is committed and synced, or was refused. Rejects when the database failed. */
  push(batch: KioskBatch): Promise<BatchResult | SlowDown> {
    if (this.#entries >= MOST_WAITING) {
      return Promise.resolve({ ok: false, error: 'slow-down', retryAfterMs: 1000 });
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      this.#entries += batch.entries.sizes.length;
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#gathered();
      const taken = this.#take();
      try {
        const results = await this.#ledger.ingest(taken.map((w) => w.batch));
        for (const [index, waiting] of taken.entries()) {
          const result = results[index];
          if (result === undefined) waiting.reject(new Error('a batch has no result'));
          else waiting.resolve(result);
        }
      } catch (error) {
        if (taken.length === 1) taken[0]?.reject(error);
        // One kiosk's batch must not fail another's: they are tried one by one.
        else for (const waiting of taken) await this.#alone(waiting);
      }
      this.#entries -= taken.reduce((sum, w) => sum + w.batch.entries.sizes.length, 0);
    }
    this.#running = null;
  }

  /**
   * What came in the same moment goes into the same transaction: a turn of the event loop reads what the sockets
   * hold, and as long as turns bring more, another one is waited for.
   */
  async #gathered(): Promise<void> {
    for (let before = -1; before < this.#waiting.length && this.#count() < MOST_AT_ONCE; ) {
      before = this.#waiting.length;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }

  #count(): number {
    return this.#waiting.reduce((sum, { batch }) => sum + batch.entries.sizes.length, 0);
  }

  async #alone(waiting: Waiting): Promise<void> {
    try {
      const [result] = await this.#ledger.ingest([waiting.batch]);
      if (result === undefined) throw new Error('a batch has no result');
      waiting.resolve(result);
    } catch (error) {
      waiting.reject(error);
    }
  }

  #take(): readonly Waiting[] {
    let entries = 0;
    let count = 0;
    for (const { batch } of this.#waiting) {
      entries += batch.entries.sizes.length;
      if (count > 0 && entries > MOST_AT_ONCE) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
