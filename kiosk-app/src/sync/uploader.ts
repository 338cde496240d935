import { packEntries } from '@haizhu/shared/sync/packed-entries';
import { type Limits, pushAnswerSchema, type Refusal } from '@haizhu/shared/sync/protocol';
import { BatchSize } from './batch-size.ts';
import type { JournalState, JournalStore, StoredEntry } from './journal-store.ts';
import type { Connection } from './transport.ts';

export interface Timers {
  setTimeout(fn: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export interface UploaderOptions {
  readonly store: JournalStore;
  readonly connection: Pick<Connection, 'ask'>;
  readonly limits: Limits;
  readonly timers: Timers;
  /** Milliseconds that never go back. */
  monotonic(): number;
  /** What the server holds of each epoch, from its welcome. */
  readonly through: ReadonlyMap<number, number>;
  /** Called when an acknowledgement has been noted on disk. */
  onProgress(): void;
  /** The link or the store cannot go on; the uploader has stopped. */
  onFailed(reason: string, retryAfterMs: number | undefined): void;
}

/** What is known of one epoch during a connection. */
interface Course {
  readonly epoch: number;
  /** Told by the server. */
  acknowledged: number;
  /** Next entry to be sent. */
  next: number;
  /** What was acknowledged is being noted on disk; what is acknowledged meanwhile is noted next, all at once. */
  noting: boolean;
}

/**
 * Brings the queue up in order, one epoch after the other, with a window of unacknowledged batches. Lives as long
 * as one connection. A batch that is not taken (slow down, gap) empties the window first; then sending starts again
 * behind what the server has acknowledged. It never gives up on an entry and never passes one over.
 */
export class Uploader {
  readonly #options: UploaderOptions;
  readonly #courses = new Map<number, Course>();
  readonly #size: BatchSize;
  /** As last read: there is at least this much to send. */
  #states: readonly JournalState[] = [];
  #inFlight = 0;
  #pumping = false;
  #poked = false;
  #stopped = false;
  /** Set while the window is emptied because a batch was not taken. */
  #rewinding = false;
  #pause: unknown = null;

  constructor(options: UploaderOptions) {
    this.#options = options;
    this.#size = new BatchSize(options.limits);
    for (const [epoch, through] of options.through) {
      this.#courses.set(epoch, { epoch, acknowledged: through, next: through + 1, noting: false });
    }
  }

  /** There may be something to send. */
  poke(): void {
    this.#poked = true;
    void this.#pump();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#pause !== null) this.#options.timers.clearTimeout(this.#pause);
    this.#pause = null;
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      while (this.#poked && this.#maySend()) {
        this.#poked = false;
        while (this.#maySend()) {
          const batch = await this.#nextBatch();
          if (batch === null) break;
          if (!this.#maySend()) break;
          // Sending was set back while the journal was read.
          if (batch.course.next !== batch.from) continue;
          batch.course.next += batch.entries.length;
          this.#inFlight += 1;
          void this.#send(batch.course, batch.entries);
          this.#poked = true;
        }
      }
    } catch (error) {
      this.#fail(`journal cannot be read: ${String(error)}`);
    } finally {
      this.#pumping = false;
    }
  }

  #maySend(): boolean {
    const isFree = !this.#stopped && !this.#rewinding && this.#pause === null;
    return isFree && this.#size.mayBegin(this.#inFlight);
  }

  async #nextBatch(): Promise<{ course: Course; from: number; entries: readonly StoredEntry[] } | null> {
    const { store } = this.#options;
    let course = this.#firstBehind();
    if (course === null) {
      this.#states = await store.states();
      course = this.#firstBehind();
    }
    if (course === null) return null;
    const from = course.next;
    const entries = await store.read(course.epoch, from, this.#size.entries, this.#size.bytes);
    if (entries[0]?.seq === from) return { course, from, entries };
    throw new Error(`entry ${course.epoch}/${from} is missing in the journal`);
  }

  /** The lowest epoch of which something is known that was not sent. */
  #firstBehind(): Course | null {
    for (const { epoch, head, from = 1 } of this.#states) {
      const course = this.#courses.get(epoch);
      // What the server lacks and nobody has any more stops no other epoch.
      if (course !== undefined && course.next >= from && course.next <= head) return course;
    }
    return null;
  }

  async #send(course: Course, entries: readonly StoredEntry[]): Promise<void> {
    const { connection, limits, monotonic } = this.#options;
    const packed = packEntries(entries);
    const frame = { epoch: course.epoch, from: entries[0]?.seq, ...packed };
    const sent = this.#size.sent(packed.bytes.length, entries.length, monotonic());
    const answered = await connection.ask('push', frame, limits.answerMs);
    if (this.#stopped) return;
    this.#inFlight -= 1;
    if (!answered.ok) return this.#fail(`push: ${answered.error}`);
    this.#size.answered(sent, monotonic());
    const answer = pushAnswerSchema.safeParse(answered.value);
    if (!answer.success) return this.#fail('push: answer not understood');
    if (!answer.data.ok) return this.#notTaken(course, answer.data);

    course.acknowledged = Math.max(course.acknowledged, answer.data.through);
    void this.#note(course);
    if (answer.data.slowDownMs !== undefined) this.#pauseFor(answer.data.slowDownMs);
    this.#continue();
  }

  /** Sending does not wait for it: what was not noted before a power cut is learnt again from the next welcome. */
  async #note(course: Course): Promise<void> {
    if (course.noting) return;
    course.noting = true;
    try {
      for (let noted = -1; noted !== course.acknowledged && !this.#stopped; ) {
        noted = course.acknowledged;
        await this.#options.store.setThrough(course.epoch, noted);
        if (!this.#stopped) this.#options.onProgress();
      }
    } catch (error) {
      this.#fail(`acknowledgement cannot be noted: ${String(error)}`);
    } finally {
      course.noting = false;
    }
  }

  #notTaken(course: Course, refusal: Refusal): void {
    switch (refusal.error) {
      case 'slow-down':
        this.#pauseFor(refusal.retryAfterMs ?? 1000);
        break;
      case 'seq-gap':
        // A gap the server names lower than before: it went back in time while we were connected (S7).
        if (refusal.through === undefined) {
          this.#fail('push: gap without a place');
          return;
        }
        course.acknowledged = refusal.through;
        break;
      case 'malformed-frame':
      case 'frame-too-large':
      case 'protocol-unsupported':
      case 'unknown-kiosk':
      case 'revoked-kiosk':
      case 'stale-epoch':
      case 'wrong-signature':
      case 'not-proved':
      case 'not-found':
      case 'not-payable':
      case 'internal':
        this.#fail(`push refused: ${refusal.error}`, refusal.retryAfterMs);
        return;
    }
    this.#rewinding = true;
    this.#continue();
  }

  #continue(): void {
    if (this.#rewinding) {
      if (this.#inFlight > 0) return;
      for (const course of this.#courses.values()) course.next = course.acknowledged + 1;
      this.#rewinding = false;
    }
    this.poke();
  }

  #pauseFor(ms: number): void {
    if (this.#pause !== null) this.#options.timers.clearTimeout(this.#pause);
    this.#pause = this.#options.timers.setTimeout(() => {
      this.#pause = null;
      this.poke();
    }, ms);
  }

  #fail(reason: string, retryAfterMs?: number): void {
    if (this.#stopped) return;
    this.stop();
    this.#options.onFailed(reason, retryAfterMs);
  }
}
