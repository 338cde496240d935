import type { JournalStore } from '@haizhu/kiosk-app/sync/journal-store';
import { MemoryJournalStore } from '@haizhu/kiosk-app/sync/memory-journal-store';
import type { Random } from '../chaos/random.ts';
import type { Moments } from './moments.ts';
import type { ProcessTimers } from './process-timers.ts';

/**
 * The disk of a kiosk. A strict commit takes its time, and a program that ends in the middle does not learn whether it
 * was in. What was acknowledged is noted without waiting for the disk: a power cut may take the note.
 */
export class Disk {
  readonly #database = new MemoryJournalStore();
  readonly #random: Random;
  readonly #moments: Moments;
  /** Acknowledgements that are on the platter, by epoch. */
  readonly #durable = new Map<number, number>();
  isFull = false;

  constructor(random: Random, moments: Moments) {
    this.#random = random;
    this.#moments = moments;
  }

  /** What is on it, for the audit. */
  get content(): JournalStore {
    return this.#database;
  }

  /** What was not written through may be gone. */
  async powerCut(): Promise<void> {
    for (const { epoch, through } of await this.#database.states()) {
      const durable = this.#durable.get(epoch) ?? 0;
      if (durable < through && this.#random.next() < 0.5) await this.#database.setThrough(epoch, durable);
    }
  }

  /** As one run of the browser has it. */
  openedBy(browser: ProcessTimers): JournalStore {
    let last: Promise<unknown> = Promise.resolve();
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const turn = last.then(work);
      last = turn.catch(() => undefined);
      return turn;
    };
    const database = this.#database;
    return {
      begin: (...asked) => database.begin(...asked),
      states: () => database.states(),
      read: (...asked) => database.read(...asked),
      setThrough: (...asked) => database.setThrough(...asked),
      forgetSealed: (...asked) => database.forgetSealed(...asked),
      queue: () => database.queue(),
      waitingApplications: () => database.waitingApplications(),
      openItems: () => database.openItems(),
      findByLookup: (...asked) => database.findByLookup(...asked),
      append: (epoch, build) =>
        inTurn(async () => {
          let kind = '';
          // Two halves: before it is on the disk, and after it, while nobody has been told.
          const begun = this.#random.int(1, 8);
          await browser.wait(begun);
          if (this.isFull) throw new Error('QuotaExceededError');
          const entry = await database.append(epoch, (place) => {
            const built = build(place);
            kind = /"kind":"([^"]+)"/.exec(built.text)?.[1] ?? '?';
            return built;
          });
          for (const state of await database.states()) this.#durable.set(state.epoch, state.through);
          this.#moments.come(`stored:${kind}`);
          await browser.wait(this.#random.int(1, 8));
          this.#moments.come(`committed:${kind}`);
          return entry;
        }),
    };
  }
}
