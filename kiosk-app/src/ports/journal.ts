import type { EntryBody, KioskKind } from '@haizhu/shared/journal/kinds';
import type { Applicant } from '@haizhu/shared/journal/sealed';
import type { Result } from '@haizhu/shared/result';
import type { TimeMark } from './clock.ts';

/** An entry to be written. `personal` is sealed to the server before anything is stored. */
export type Draft = {
  [K in KioskKind]: { readonly kind: K; readonly body: EntryBody<K>; readonly personal?: Applicant };
}[KioskKind];

export interface Committed {
  readonly seq: number;
  /** Corrected time of the entry, ms since 1970 UTC. */
  readonly at: number;
}

/**
 * Why an entry could not be stored. Nothing was stored then, and nobody may be told it was.
 * `second-window`: another window of this profile writes. `storage`: the disk or the browser refused.
 */
export type CommitError = 'not-enrolled' | 'second-window' | 'storage' | 'invalid';

/** Something irreversible that had begun and is not ended yet; boot resolves it before the next citizen. */
export interface Obligation {
  readonly application: string;
  readonly payment: { readonly order: string; readonly amountFen: number } | null;
  readonly card: 'none' | 'writing';
  /** Digest of what is being written (`card-print.ts`); null where it is not known. */
  readonly print: string | null;
}

/** A card that the journal says is to be kept, and that was not seen to be out of the machine's path since. */
export interface Keeping {
  readonly session: string | null;
  readonly application: string | null;
}

/** The kiosk's journal, as machines see it. */
export interface Journal {
  /** Resolves with ok only after a strict-durability commit (S1). */
  commit(draft: Draft): Promise<Result<Committed, CommitError>>;
  /** Sessions that began and never ended, and obligations that are open: read once at boot. */
  unfinished(): Promise<{
    readonly sessions: readonly {
      readonly session: string;
      readonly startedAt: number;
      /** Set where `startedAt` is no measure; as with `at` of a fault. */
      readonly mark?: TimeMark;
    }[];
    readonly obligations: readonly Obligation[];
    readonly keeping: Keeping | null;
    /** A card was kept in a visit that never ended: who may stand there was perhaps not told. */
    readonly wasKept: boolean;
    readonly faults: readonly {
      readonly occurrence: string;
      readonly fault: string;
      readonly device: string;
      readonly at: number;
      readonly mark?: TimeMark;
    }[];
  }>;
  /** Whether an application with this lookup digest is in this kiosk's journal, and if it was acknowledged. */
  findByLookup(
    lookup: string,
  ): Promise<{ readonly application: string; readonly at: number; readonly acknowledged: boolean } | null>;
}
