import { chainStart, MAX_ENTRY_TEXT, MAX_SEALED, writeEntry } from '@haizhu/shared/journal/entry';
import { bodySchema, currentVersion } from '@haizhu/shared/journal/kinds';
import type { Applicant } from '@haizhu/shared/journal/sealed';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { KioskClock } from '../ports/clock.ts';
import type { CommitError, Committed, Draft, Journal } from '../ports/journal.ts';
import { builtEntry } from './built-entry.ts';
import { headAt, LONGEST_SILENCE_MS } from './clock-evidence.ts';
import { sha256Hex } from './digest.ts';
import type { JournalStore, StoredEntry } from './journal-store.ts';
import { markOf } from './time-mark.ts';
import { unfinishedOf } from './unfinished.ts';

export interface JournalWriterOptions {
  readonly kiosk: string;
  readonly epoch: number;
  readonly store: JournalStore;
  readonly clock: KioskClock;
  /** Encrypts to the server's current public key; compact JWE. */
  seal(personal: Applicant): Promise<string>;
  onCommitted(): void;
  /** An entry could not be stored or sealed: told to the log, without the entry's content. */
  onFailure(kind: string, error: unknown): void;
}

/** Writes the kiosk's journal. There is one per profile: the writer lock is taken before it is made (S10). */
export class JournalWriter implements Journal {
  readonly #options: JournalWriterOptions;
  /** Time of the newest entry. */
  #newestAt: number;

  private constructor(options: JournalWriterOptions, newestAt: number) {
    this.#options = options;
    this.#newestAt = newestAt;
  }

  static async open(options: JournalWriterOptions): Promise<JournalWriter> {
    await options.store.begin(options.epoch, sha256Hex(chainStart(options.kiosk, options.epoch)));
    return new JournalWriter(options, await headAt(options.store, options.epoch));
  }

  async commit(draft: Draft): Promise<Result<Committed, CommitError>> {
    const { kiosk, epoch, store, clock } = this.#options;
    const version = currentVersion(draft.kind);
    if (bodySchema(draft.kind, version)?.safeParse(draft.body).success !== true) return err('invalid');
    try {
      const sealed = draft.personal === undefined ? null : await this.#options.seal(draft.personal);
      if (sealed !== null && sealed.length > MAX_SEALED) return err('invalid');
      const sealedDigest = sealed === null ? null : sha256Hex(sealed);
      const entry = await store.append(
        epoch,
        ({ seq, prev }) => {
          const at = this.#nextAt();
          const wall = Math.max(0, clock.wall());
          const mark = markOf(at, clock);
          const text = writeEntry({
            kiosk: kiosk as never,
            epoch,
            seq,
            kind: draft.kind,
            version,
            at,
            wall,
            prev,
            sealed: sealedDigest,
            body: draft.body,
          });
          if (text.length > MAX_ENTRY_TEXT) throw new Error('entry too long');
          this.#newestAt = at;
          return builtEntry(draft, { text, sealed, at, ...(mark === undefined ? {} : { mark }) });
        },
        draft.kind === 'application.submitted',
      );
      this.#options.onCommitted();
      return ok({ seq: entry.seq, at: entry.at });
    } catch (error) {
      this.#options.onFailure(draft.kind, error);
      return err('storage');
    }
  }

  /**
   * Time of an entry that is written now: as well as it is known, never before the entry before it (S14). An entry that
   * lies where no kiosk's clock that passed for a right one can stand is no measure: it was written by a clock that an
   * earlier program believed.
   */
  #nextAt(): number {
    const { clock } = this.#options;
    const now = clock.now();
    const isMeasure = clock.state().trust !== 'right' || this.#newestAt <= now + 2 * LONGEST_SILENCE_MS;
    return isMeasure ? Math.max(now, this.#newestAt) : now;
  }

  async unfinished(): ReturnType<Journal['unfinished']> {
    return unfinishedOf(await this.#options.store.openItems());
  }

  async findByLookup(lookup: string): ReturnType<Journal['findByLookup']> {
    const entry = await this.#options.store.findByLookup(lookup);
    if (entry?.application === undefined) return null;
    return { application: entry.application, at: entry.at, acknowledged: await this.#isAcknowledged(entry) };
  }

  async #isAcknowledged(entry: StoredEntry): Promise<boolean> {
    const states = await this.#options.store.states();
    return states.some((s) => s.epoch === entry.epoch && s.through >= entry.seq);
  }
}
