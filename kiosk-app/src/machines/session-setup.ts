import { assign, or, setup, stateIn } from 'xstate';
import type { Draft } from '../ports/journal.ts';
import * as actors from './session-actors.ts';
import type {
  SessionContext,
  SessionEvent,
  SessionInput,
  SessionOutcome,
  SessionOutput,
} from './session-types.ts';
import type { DeclineReason, ResultKind, SessionScreen } from './session-view.ts';

/** An order is not offered in the last seconds before it ends. */
const ORDER_MARGIN_MS = 5000;

/** States in which the machine waits for the citizen, and so asks whether they are still there. */
const ATTENDED = [
  '#id-card',
  '#inserting-permit',
  '#choose',
  '#review',
  '#declined',
  '#trouble',
  '#card-left',
  '#result-ready',
  '#rate',
  '#check-typing',
  '#check-told',
] as const;

/** Times of somebody who wants more of it. */
const SLOW = 2;

/** A time of this visit, ms. */
export const paced = ({ slow }: Pick<SessionContext, 'slow'>, ms: number): number => (slow ? ms * SLOW : ms);

/** How long the card lies in the slot for this citizen, ms. */
export const takeCardMs = (context: SessionContext): number => paced(context, context.deps.limits.takeCardMs);

/** How the visit of each result is counted. */
const OUTCOMES: Readonly<Record<ResultKind, SessionOutcome>> = {
  completed: 'completed',
  stored: 'intake',
  undecided: 'intake',
  'not-accepted': 'not-accepted',
  refused: 'refused',
  'not-paid': 'abandoned',
  refund: 'failed',
  'not-stored': 'failed',
};

/** How much longer an order can be paid, at most `payMs`. No order is thrown away by a time that nobody knows. */
function payableMs(context: SessionContext): number {
  const { order, deps } = context;
  const most = paced(context, deps.limits.payMs);
  if (deps.clock.state().trust !== 'right') return most;
  const left = (order?.expiresAt ?? 0) - ORDER_MARGIN_MS - deps.clock.now();
  return Math.max(0, Math.min(most, left));
}

/** Whether a check code is on the screen, and on no paper that the citizen could take along. */
export const isCodeOnlyShown = ({ ending, receipt, code }: SessionContext): boolean =>
  ending === 'result' && (receipt === 'shown' || receipt === 'sent') && code !== null;

function idleMs(context: SessionContext): number {
  const { idleMs: usual, lingerMs, codeMs } = context.deps.limits;
  if (context.ending === null) return usual;
  return isCodeOnlyShown(context) ? codeMs : lingerMs;
}

/** Types, actors and the actions that several parts of the session use. Its states are in `session-*-states.ts`. */
export const sessionSetup = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as SessionInput,
    output: {} as SessionOutput,
    /** The screen of a state. Outside a moment's passage exactly one is set. */
    tags: {} as SessionScreen['screen'],
  },
  actors,
  delays: {
    idle: ({ context }) => paced(context, idleMs(context)),
    warning: ({ context }) => paced(context, context.deps.limits.warningMs),
    takeIdCard: ({ context }) => paced(context, context.deps.limits.takeIdCardMs),
    /** Between two looks at the ID reader. */
    look: 1000,
    farewell: ({ context }) => context.deps.limits.farewellMs,
    retry: ({ context }) => context.deps.limits.retryMs,
    decide: ({ context }) => paced(context, context.deps.limits.decideMs),
    pay: ({ context }) => payableMs(context),
    linkGrace: ({ context }) => context.deps.limits.linkGraceMs,
    receipt: ({ context }) => context.deps.limits.receiptMs,
  },
  guards: {
    isAttended: or(ATTENDED.map((id) => stateIn(id))),
    isLookUp: ({ context }) => context.service === 'check',
    isOnline: ({ context }) => context.link.online,
    isOffline: ({ context }) => !context.link.online,
  },
  actions: {
    /** The step the citizen is on, for where people give up. */
    at: assign((_, step: string) => ({ lastStep: step })),
    notePending: assign(({ context }, unstored: readonly Draft[]) => ({
      pending: [...context.pending, ...unstored],
    })),
    /** What happens has happened: the visit can only be told about and ended. */
    conclude: assign(
      (_, { kind, reason }: { readonly kind: ResultKind; readonly reason: string | null }) =>
        ({ ending: 'result', result: { kind, reason }, outcome: OUTCOMES[kind] }) as const,
    ),
    tellOfCard: assign({ toldOfCard: true }),
    setPayDeadline: assign({
      deadline: ({ context }) => context.deps.clock.monotonic() + payableMs(context),
    }),
    tryAgain: assign({ tries: ({ context }) => context.tries + 1 }),
    /** The card could not be made: what was paid goes back. */
    refund: assign(
      ({ context }) =>
        ({
          ending: 'result',
          result: { kind: 'refund', reason: context.cardFailure.reason },
          outcome: OUTCOMES.refund,
        }) as const,
    ),
    decline: assign(
      (_, reason: DeclineReason) => ({ ending: 'declined', declined: reason, outcome: 'declined' }) as const,
    ),
    inTrouble: assign({ ending: 'trouble', outcome: 'failed' }),
    leave: assign({ ending: 'leave', outcome: ({ context }) => context.outcome ?? 'abandoned' }),
    timeOut: assign({ ending: 'leave', outcome: ({ context }) => context.outcome ?? 'timed-out' }),
    /** Whose card the machine takes in from here on. */
    tellCard: ({ context: { deps, service, session, application } }) => {
      // Who asks with a code has no card here.
      if (service === 'endorsement') deps.card.visit(session, application);
    },
    setCard: assign(({ event }) => (event.type === 'CARD' ? { cardKnown: event.known } : {})),
    setLink: assign(({ event }) => (event.type === 'LINK' ? { link: event.state } : {})),
    setLanguage: assign(({ event }) => (event.type === 'SET_LANGUAGE' ? { language: event.language } : {})),
    setPace: assign(({ event }) => (event.type === 'SET_PACE' ? { slow: event.slow } : {})),
    setFaults: assign(({ event }) => (event.type === 'FAULTS' ? { faults: event.faults } : {})),
    setStatus: assign(({ event }) => (event.type === 'STATUS' ? { status: event.status } : {})),
    /** The application is sealed and stored: this kiosk has no further use for who it is. */
    forgetPerson: assign({ personal: { idCard: null, permit: null } }),
    setWarning: assign({
      warningDeadline: ({ context }) =>
        context.deps.clock.monotonic() + paced(context, context.deps.limits.warningMs),
    }),
  },
});
