import type { EntryBody, EntryKind } from '@haizhu/shared/journal/kinds';

/** Why an entry was set aside (S6). Listed for an operator; the texts are the console's. */
export type SetAsideReason =
  | 'too-long'
  | 'bad-text'
  | 'not-json'
  | 'bad-header'
  | 'other-place'
  | 'unknown-kind'
  | 'unknown-version'
  | 'bad-body'
  | 'sealed-missing'
  | 'sealed-unexpected'
  | 'sealed-mismatch'
  | 'id-reused'
  | 'unknown-reference'
  | 'contradiction';

/** Where an entry stands: unique in the ledger (S4). */
export interface Place {
  readonly origin: string;
  readonly epoch: number;
  readonly seq: number;
}

type Typed = { [K in EntryKind]: { readonly kind: K; readonly body: EntryBody<K> } }[EntryKind];

/** An entry whose content is valid: what projections are made from. */
export type LedgerEntry = Typed &
  Place & {
    readonly version: number;
    /** When it happened, bounded by what is plausible. */
    readonly at: number;
    readonly day: string;
    readonly receivedAt: number;
    readonly sealedDigest: string | null;
  };

/** An entry of one kind. */
export type EntryOf<K extends EntryKind> = Extract<LedgerEntry, { kind: K }>;

export interface Poison {
  readonly reason: SetAsideReason;
  /** What exactly, for staff; never the content. */
  readonly detail: string;
}
