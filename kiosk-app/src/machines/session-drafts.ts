import type { EntryBody } from '@haizhu/shared/journal/kinds';
import { printDigest } from '../card/card-print.ts';
import type { Draft } from '../ports/journal.ts';
import { applicantOf, feeOf, listed, printsOf } from './session-checks.ts';
import type { SessionContext } from './session-types.ts';
import type { ResultKind } from './session-view.ts';

type SessionId = EntryBody<'session.started'>['session'];
type ApplicationId = EntryBody<'application.submitted'>['application'];
type OrderId = EntryBody<'payment.begun'>['order'];

/** Ids of the context were made by this program; the journal checks their form once more. */
const session = (context: SessionContext) => context.session as SessionId;
const application = (context: SessionContext) => context.application as ApplicationId;

export function sessionStarted(context: SessionContext): Draft {
  return { kind: 'session.started', body: { session: session(context), language: context.language } };
}

/** The application as it is confirmed; null where the context holds nothing that could be applied for. */
export function submitted(context: SessionContext, lookup: string, now: number): Draft | null {
  const { idCard, permit } = context.personal;
  const choices = listed(context.choices);
  const fee = feeOf(choices, now);
  if (idCard === null || permit === null || fee === null) return null;
  return {
    kind: 'application.submitted',
    body: {
      application: application(context),
      session: session(context),
      item: 'hk-macao-endorsement',
      choices,
      feeFen: fee.totalFen,
      feeTable: fee.table,
      mode: context.mode,
      lookup: lookup as EntryBody<'application.submitted'>['lookup'],
    },
    personal: applicantOf(idCard, permit),
  };
}

export function paymentBegun(context: SessionContext): Draft | null {
  if (context.order === null) return null;
  const { order, amountFen } = context.order;
  return {
    kind: 'payment.begun',
    body: { application: application(context), order: order as OrderId, amountFen },
  };
}

export function paymentAbandoned(context: SessionContext): Draft | null {
  if (context.order === null) return null;
  const { order } = context.order;
  const body = { application: application(context), order: order as OrderId, reason: context.givenUp };
  return { kind: 'payment.abandoned', body };
}

export function cardWriting(context: SessionContext): Draft {
  const print = printDigest(application(context), context.status === null ? [] : printsOf(context.status));
  const body = { application: application(context), print: print as EntryBody<'card.writing'>['print'] };
  return { kind: 'card.writing', body };
}

export function cardWritten(context: SessionContext): Draft {
  return { kind: 'card.written', body: { application: application(context), attempts: context.attempts } };
}

export function cardFailed(context: SessionContext): Draft {
  return { kind: 'card.failed', body: { application: application(context), ...context.cardFailure } };
}

const RECEIPT_STATES: Readonly<
  Record<Exclude<ResultKind, 'not-stored'>, EntryBody<'receipt.issued'>['states']>
> = {
  completed: 'completed',
  stored: 'stored',
  undecided: 'stored',
  'not-accepted': 'not-accepted',
  refused: 'refused',
  'not-paid': 'call-staff',
  refund: 'refund',
};

export function receiptIssued(context: SessionContext, how: 'printed' | 'shown'): Draft | null {
  const kind = context.result?.kind;
  if (kind === undefined || kind === 'not-stored') return null;
  const body = { application: application(context), how, states: RECEIPT_STATES[kind] };
  return { kind: 'receipt.issued', body };
}

export function ratingGiven(context: SessionContext): Draft | null {
  if (context.score === null) return null;
  return { kind: 'rating.given', body: { session: session(context), score: context.score } };
}

/** `now` by the monotonic clock. */
export function sessionEnded(context: SessionContext, now: number): Draft | null {
  if (!context.started) return null;
  return {
    kind: 'session.ended',
    body: {
      session: session(context),
      outcome: context.outcome ?? 'abandoned',
      durationMs: Math.max(0, Math.round(now - context.startedAt)),
      lastStep: context.lastStep,
    },
  };
}
