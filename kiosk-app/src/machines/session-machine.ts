import { assign, not } from 'xstate';
import { chooseState, reviewState, storingState } from './session-apply-states.ts';
import { checkState } from './session-check-states.ts';
import { BLANK, initialContext } from './session-context.ts';
import { decidingState } from './session-decide-states.ts';
import { sessionEnded, sessionStarted } from './session-drafts.ts';
import {
  cardLeftState,
  declinedState,
  partingState,
  rateState,
  resultState,
  returningState,
  sayingState,
  troubleState,
} from './session-finish-states.ts';
import { idCardState, permitState } from './session-identify-states.ts';
import { abandoningState, beginningState, orderingState, payingState } from './session-pay-states.ts';
import { producingState } from './session-produce-states.ts';
import { sessionSetup } from './session-setup.ts';

const stillHere = { target: '#watching', reenter: true } as const;

/** Whether the citizen is still there, while it is their turn. Whatever they do says that they are. */
const attentionState = sessionSetup.createStateConfig({
  initial: 'off',
  states: {
    off: { always: { guard: 'isAttended', target: 'on' } },
    on: {
      initial: 'watching',
      always: { guard: not('isAttended'), target: 'off' },
      on: {
        TOUCHED: stillHere,
        STILL_HERE: stillHere,
        CHOOSE_GROUP: stillHere,
        CHOOSE: stillHere,
        NEXT: stillHere,
        BACK: stillHere,
        CONFIRM: stillHere,
        TYPE: stillHere,
        DELETE: stillHere,
        RATE: stillHere,
        SET_LANGUAGE: { ...stillHere, actions: 'setLanguage' },
        SET_PACE: { ...stillHere, actions: 'setPace' },
        CARD_READ: stillHere,
      },
      states: {
        watching: { id: 'watching', after: { idle: 'warning' } },
        warning: {
          entry: 'setWarning',
          after: { warning: { target: '#returning', actions: 'timeOut' } },
        },
      },
    },
  },
});

const flowState = sessionSetup.createStateConfig({
  initial: 'opening',
  states: {
    opening: {
      tags: 'place-id-card',
      invoke: {
        id: 'startSession',
        src: 'commitFirst',
        input: ({ context }) => ({ deps: context.deps, draft: sessionStarted(context) }),
        onDone: [
          {
            // A question changes nothing: a disk that refuses keeps the visit from being counted, not from an answer.
            guard: ({ context, event: { output } }) =>
              context.service === 'check' && (output.ok || output.error === 'storage'),
            target: 'check',
            actions: assign(({ event: { output } }) => ({ started: output.ok })),
          },
          {
            guard: ({ event: { output } }) => output.ok,
            target: 'idCard',
            actions: assign({ started: true }),
          },
          {
            target: 'returning',
            actions: { type: 'conclude', params: { kind: 'not-stored', reason: null } },
          },
        ],
      },
    },
    idCard: idCardState,
    permit: permitState,
    choose: chooseState,
    review: reviewState,
    storing: storingState,
    /** From here on the server's word about the application is listened to. */
    attended: {
      id: 'attended',
      initial: 'deciding',
      invoke: {
        src: 'watchStatus',
        input: ({ context }) => ({ deps: context.deps, application: context.application ?? '' }),
      },
      on: { STATUS: { actions: 'setStatus' } },
      states: {
        deciding: decidingState,
        ordering: orderingState,
        beginning: beginningState,
        paying: payingState,
        abandoning: abandoningState,
        producing: producingState,
      },
    },
    returning: returningState,
    saying: sayingState,
    declined: declinedState,
    cardLeft: cardLeftState,
    trouble: troubleState,
    result: resultState,
    rate: rateState,
    check: checkState,
  },
});

/**
 * One visit, from the first touch to the wipe. Everything it needs comes through `input.deps`; it knows no browser.
 * It is never restored: what is irreversible is in the journal, and boot resolves it from there.
 */
export const sessionMachine = sessionSetup.createMachine({
  id: 'session',
  context: ({ input }) => initialContext(input),
  initial: 'visit',
  invoke: [
    { src: 'watchLink', input: ({ context }) => context.deps },
    { src: 'watchCard', input: ({ context }) => context.deps.card },
  ],
  entry: 'tellCard',
  on: {
    LINK: { actions: 'setLink' },
    FAULTS: { actions: 'setFaults' },
    SET_LANGUAGE: { actions: 'setLanguage' },
    SET_PACE: { actions: 'setPace' },
    CARD: { actions: 'setCard' },
  },
  states: {
    visit: { type: 'parallel', states: { flow: flowState, attention: attentionState } },
    wiping: {
      id: 'wiping',
      tags: 'leaving',
      // Read before anything is blanked: `session.ended` says how it ended and nothing of who it was.
      invoke: {
        id: 'wipe',
        src: 'wipe',
        input: ({ context }) => ({
          deps: context.deps,
          ended: sessionEnded(context, context.deps.clock.monotonic()),
          isTouched: context.service === 'endorsement',
        }),
        onDone: [
          {
            guard: ({ context, event: { output } }) =>
              output.wiped && output.unstored.length + context.pending.length === 0,
            target: 'parting',
            actions: assign({ wiped: true }),
          },
          // Nothing is said of an end that has not come: what is left is settled first.
          {
            target: 'done',
            actions: [
              { type: 'notePending', params: ({ event }) => event.output.unstored },
              assign({ wiped: ({ event }) => event.output.wiped }),
            ],
          },
        ],
      },
      entry: assign(BLANK),
    },
    parting: partingState,
    done: { id: 'done', type: 'final', tags: 'leaving' },
  },
  output: ({ context: { pending, wiped, idCardLies } }) => ({ pending, wiped, idCardLies }),
});
