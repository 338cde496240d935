import { isOffered } from '@haizhu/shared/catalogue/endorsement';
import {
  CHECK_CODE_ALPHABET,
  lookupText,
  normalizeCheckCode,
} from '@haizhu/shared/journal/check-code';
import { assign, or, setup, stateIn } from 'xstate';
import type { Draft } from '../ports/journal.ts';
import { sha256Hex } from '../sync/digest.ts';
import type { ReceiptFacts } from './receipt-lines.ts';
import * as actors from './session-actors.ts';
import {
  closingRefusal,
  declineForIdCard,
  declineForPermit,
  feeOf,
  hasCardPathFault,
  isSamePrint,
  listed,
  printsOf,
} from './session-checks.ts';
import { BLANK, confirmed, inGroup, initialContext } from './session-context.ts';
import * as drafts from './session-drafts.ts';
import type {
  PaymentGivenUp,
  SessionContext,
  SessionEvent,
  SessionInput,
  SessionOutcome,
  SessionOutput,
} from './session-types.ts';
import type { DeclineReason, ResultKind } from './session-view.ts';

/** Unreadable permit cards that are given back before the citizen is sent to a counter. */
const PERMIT_TRIES = 3;
/** Orders opened for one application: a declined payment can be tried again. */
const ORDERS = 3;
const PAY_TRIES = 10;
/** An order is not offered in the last seconds before it ends. */
const ORDER_MARGIN_MS = 5000;
const CODE_SIGNS = 12;

/** States in which the machine waits for the citizen, and so asks whether they are still there. */
const ATTENDED = [
  '#session.visit.flow.idCard',
  '#session.visit.flow.permit.inserting',
  '#session.visit.flow.choose',
  '#session.visit.flow.review',
  '#session.visit.flow.declined',
  '#session.visit.flow.trouble',
  '#session.visit.flow.result.ready',
  '#session.visit.flow.rate',
  '#session.visit.flow.check.typing',
  '#session.visit.flow.check.told',
] as const;

const stored = (context: SessionContext, unstored: readonly Draft[]) => ({
  pending: [...context.pending, ...unstored],
});

const isPayable = ({ status, feeFen }: SessionContext) =>
  status?.state === 'approved' && status.grants.length > 0 && feeFen > 0;

/** What can be said of an application whose decision was not waited for. */
const waitedResult = ({ status }: SessionContext): ResultKind => {
  switch (status?.state) {
    case undefined:
      return 'stored';
    case 'received':
    case 'accepted':
      return 'undecided';
    case 'approved':
      return 'not-paid';
    case 'not-accepted':
      return 'not-accepted';
    case 'refused':
      return 'refused';
  }
};

const facts = (context: SessionContext): ReceiptFacts => {
  const { result, language, link, deps, choices, feeFen, code, card } = context;
  if (result === null || result.kind === 'not-stored' || code === null) throw new Error('no slip without a result');
  return {
    result: result.kind,
    language,
    station: link.station,
    at: deps.clock.now(),
    choices: listed(choices),
    feeFen,
    code,
    card,
  };
};
