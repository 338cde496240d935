import type { EndorsementChoice } from '@haizhu/shared/catalogue/endorsement';
import type { EntryBody } from '@haizhu/shared/journal/kinds';
import type { Applicant } from '@haizhu/shared/journal/sealed';

/** What is asked for; nothing personal. */
export interface AuthorityCase {
  /** Also the idempotency key: asking twice about one application is asking once. */
  readonly application: string;
  readonly item: string;
  readonly choices: readonly EndorsementChoice[];
  /** Beijing day on which the citizen committed it. */
  readonly submittedDay: string;
  readonly station: string;
}

/** What the authority is asked to look at once, for acceptance. Afterwards its own reference stands for the person. */
export interface AuthorityRequest extends AuthorityCase {
  readonly applicant: Applicant;
}

export type Acceptance =
  | { readonly outcome: 'accepted'; readonly reference: string }
  | { readonly outcome: 'not-accepted'; readonly reason: string };

export type Grant = EntryBody<'application.decided'>['grants'][number];

export type Decision =
  | { readonly outcome: 'undecided' }
  | { readonly outcome: 'approved'; readonly grants: readonly Grant[] }
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * The authority that accepts and decides. A call that rejects will be made again later; what it answered once it
 * answers again.
 */
export interface Authority {
  accept(request: AuthorityRequest): Promise<Acceptance>;
  decide(of: AuthorityCase, reference: string): Promise<Decision>;
}
