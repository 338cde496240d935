import { assign } from 'xstate';
import type { ReceiptFacts } from './receipt-lines.ts';
import { listed } from './session-checks.ts';
import { ratingGiven, receiptIssued } from './session-drafts.ts';
import { paced, sessionSetup, takeCardMs } from './session-setup.ts';
import type { SessionContext } from './session-types.ts';

/** Every way out of a visit leads through here: the card first, then what is to be said. */
export const returningState = sessionSetup.createStateConfig({
  id: 'returning',
  tags: 'take-card',
  initial: 'deciding',
  states: {
    deciding: {
      always: [
        // Whatever card is in the machine, it is not that of who only asked with a code.
        { guard: 'isLookUp', target: '#saying' },
        { target: 'giving' },
      ],
    },
    giving: {
      entry: assign({ deadline: ({ context }) => context.deps.clock.monotonic() + takeCardMs(context) }),
      invoke: {
        id: 'giveBack',
        src: 'giveBack',
        input: ({ context }) => ({ card: context.deps.card, takeCardMs: takeCardMs(context) }),
        onDone: {
          target: '#saying',
          actions: [
            { type: 'notePending', params: ({ event }) => event.output.unstored },
            // A card that was kept or stuck while it was given back for another try is not "none" now.
            assign(({ context, event }) => ({
              card: event.output.outcome === 'none' ? context.card : event.output.outcome,
            })),
          ],
        },
      },
    },
  },
});

/**
 * Everything of the visit is wiped. What the citizen has left is asked of the reader, and said; the card that nobody
 * takes is told to the next one.
 */
export const partingState = sessionSetup.createStateConfig({
  id: 'parting',
  initial: 'deciding',
  states: {
    deciding: {
      tags: 'leaving',
      always: [{ guard: 'isLookUp', target: 'farewell' }, { target: 'asking' }],
    },
    asking: {
      tags: 'leaving',
      invoke: {
        id: 'askIdCard',
        src: 'askIdCard',
        input: ({ context }) => context.deps.peripherals,
        onDone: [{ guard: ({ event }) => event.output === 'here', target: 'left' }, { target: 'farewell' }],
        onError: 'farewell',
      },
    },
    left: {
      tags: 'take-id-card',
      initial: 'waiting',
      entry: assign({
        idCardLies: true,
        deadline: ({ context }) =>
          context.deps.clock.monotonic() + paced(context, context.deps.limits.takeIdCardMs),
      }),
      after: { takeIdCard: '#done' },
      states: {
        waiting: { after: { look: 'looking' } },
        looking: {
          invoke: {
            id: 'askIdCard',
            src: 'askIdCard',
            input: ({ context }) => context.deps.peripherals,
            onDone: [
              {
                guard: ({ event }) => event.output === 'none',
                target: '#farewell',
                actions: assign({ idCardLies: false }),
              },
              { target: 'waiting' },
            ],
            onError: 'waiting',
          },
        },
      },
    },
    farewell: {
      id: 'farewell',
      tags: 'farewell',
      after: { farewell: '#done' },
      on: { NEXT: '#done', EXIT: '#done', TOUCHED: '#done' },
    },
  },
});

export const sayingState = sessionSetup.createStateConfig({
  id: 'saying',
  // Nothing that is said from here on needs to know who it is.
  entry: 'forgetPerson',
  always: [
    { guard: ({ context }) => context.ending === 'declined', target: '#declined' },
    { guard: ({ context }) => context.ending === 'trouble', target: '#trouble' },
    { guard: ({ context }) => context.ending === 'result', target: '#result' },
    {
      guard: ({ context: { card, toldOfCard } }) => !toldOfCard && card !== 'none' && card !== 'returned',
      target: '#card-left',
    },
    { target: '#wiping' },
  ],
});

export const cardLeftState = sessionSetup.createStateConfig({
  id: 'card-left',
  tags: 'card-left',
  entry: 'tellOfCard',
  on: { NEXT: '#wiping', EXIT: '#wiping' },
});

export const declinedState = sessionSetup.createStateConfig({
  id: 'declined',
  tags: 'declined',
  entry: 'tellOfCard',
  on: { NEXT: '#wiping', EXIT: '#wiping' },
});

export const troubleState = sessionSetup.createStateConfig({
  id: 'trouble',
  tags: 'device-trouble',
  entry: 'tellOfCard',
  on: { NEXT: '#wiping', EXIT: '#wiping' },
});

function facts(context: SessionContext): ReceiptFacts {
  const { result, language, link, deps, choices, feeFen, code, card } = context;
  if (result === null || result.kind === 'not-stored' || code === null) {
    throw new Error('a slip without a result');
  }
  const at = deps.clock.now();
  const { station } = link;
  return { result: result.kind, language, station, at, choices: listed(choices), feeFen, code, card };
}

export const resultState = sessionSetup.createStateConfig({
  id: 'result',
  tags: 'result',
  entry: 'tellOfCard',
  initial: 'deciding',
  // A touch while the slip is printed is not lost: it counts as soon as that is done.
  on: { NEXT: { actions: assign({ hurried: true }) } },
  states: {
    deciding: {
      always: [
        {
          guard: ({ context }) => context.result?.kind === 'not-stored',
          target: 'ready',
          actions: assign({ receipt: 'shown' }),
        },
        { target: 'printing' },
      ],
    },
    printing: {
      entry: { type: 'at', params: 'receipt' },
      invoke: {
        id: 'printSlip',
        src: 'printSlip',
        input: ({ context }) => ({ deps: context.deps, facts: facts(context) }),
        onDone: [
          {
            guard: ({ event: { output } }) => output.ok,
            target: 'noting',
            actions: assign({ receipt: 'printed' }),
          },
          {
            guard: ({ event: { output } }) => !output.ok && output.error.code === 'unconfirmed',
            target: 'noting',
            actions: assign({ receipt: 'sent' }),
          },
          { target: 'noting', actions: assign({ receipt: 'shown' }) },
        ],
      },
      after: { receipt: { target: 'noting', actions: assign({ receipt: 'shown' }) } },
    },
    noting: {
      invoke: {
        id: 'noteReceipt',
        src: 'note',
        input: ({ context }) => ({
          deps: context.deps,
          draft: receiptIssued(context, context.receipt === 'printed' ? 'printed' : 'shown'),
        }),
        onDone: { target: 'ready', actions: { type: 'notePending', params: ({ event }) => event.output } },
      },
    },
    ready: {
      id: 'result-ready',
      // Without paper the code on the screen is all there is: it stays until it is left on purpose.
      always: { guard: ({ context }) => context.hurried && context.receipt === 'printed', target: '#rate' },
      on: {
        NEXT: [
          { guard: ({ context }) => context.result?.kind === 'not-stored', target: '#wiping' },
          { target: '#rate' },
        ],
        EXIT: '#wiping',
      },
    },
  },
});

export const rateState = sessionSetup.createStateConfig({
  id: 'rate',
  tags: 'rate',
  initial: 'asking',
  entry: { type: 'at', params: 'rate' },
  states: {
    asking: {
      on: {
        RATE: { target: 'noting', actions: assign({ score: ({ event }) => event.score }) },
        NEXT: '#wiping',
        EXIT: '#wiping',
      },
    },
    noting: {
      invoke: {
        id: 'noteRating',
        src: 'note',
        input: ({ context }) => ({ deps: context.deps, draft: ratingGiven(context) }),
        onDone: { target: '#wiping', actions: { type: 'notePending', params: ({ event }) => event.output } },
      },
    },
  },
});
