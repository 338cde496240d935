import type { EndorsementChoice } from '@haizhu/shared/catalogue/endorsement';
import type { EntryBody } from '@haizhu/shared/journal/kinds';
import type { Applicant } from '@haizhu/shared/journal/sealed';

/** What the authority is asked to look at. */
export interface AuthorityRequest {
  /** Also the idempotency key: asking twice about one application is asking once. */
  readonly application: string;
  readonly item: string;
  readonly choices: readonly EndorsementChoice[];
  readonly applicant: Applicant;
  /** Beijing day on which the citizen committed it. */
  readonly submittedDay: string;
  readonly station: string;
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
  decide(request: AuthorityRequest, reference: string): Promise<Decision>;
}
