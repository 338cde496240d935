import { assign, raise } from 'xstate';
import { declineForIdCard, declineForPermit, hasCardPathFault } from './session-checks.ts';
import { sessionSetup, takeCardMs } from './session-setup.ts';

/** Unreadable permit cards that are given back before the citizen is sent to a counter. */
const PERMIT_TRIES = 3;

/** ID card first. */
export const idCardState = sessionSetup.createStateConfig({
  id: 'id-card',
  tags: 'place-id-card',
  initial: 'deciding',
  entry: [{ type: 'at', params: 'identify' }],
  on: { EXIT: { target: '#returning', actions: 'leave' } },
  always: {
    guard: ({ context }) => context.faults.length > 0,
    target: '#returning',
    actions: 'inTrouble',
  },
  states: {
    deciding: {
      always: [{ guard: ({ context }) => context.idCardLies, target: 'lying' }, { target: 'reading' }],
    },
    /** A card that lay there before anybody came may be anybody's: it is lifted first, and its owner's laid. */
    lying: {
      entry: assign({ problem: 'left-behind' }),
      invoke: {
        id: 'askIdCard',
        src: 'askIdCard',
        input: ({ context }) => context.deps.peripherals,
        onDone: [
          { guard: ({ event }) => event.output === 'here', target: 'looking' },
          { target: 'reading', actions: assign({ problem: null, idCardLies: false }) },
        ],
        onError: 'looking',
      },
    },
    looking: { after: { look: 'lying' } },
    reading: {
      invoke: {
        id: 'readIdCard',
        src: 'readIdCard',
        input: ({ context }) => context.deps.peripherals,
        onDone: [
          {
            guard: ({ context, event: { output } }) =>
              output.ok && declineForIdCard(output.value, context.deps.clock) === null,
            target: '#permit',
            actions: [
              assign(({ context, event: { output } }) => ({
                problem: null,
                personal: { ...context.personal, idCard: output.ok ? output.value : null },
              })),
              raise({ type: 'CARD_READ' }),
            ],
          },
          {
            guard: ({ event: { output } }) => output.ok,
            target: '#returning',
            actions: {
              type: 'decline',
              params: ({ context, event: { output } }) =>
                (output.ok ? declineForIdCard(output.value, context.deps.clock) : null) ?? 'counter-only',
            },
          },
          {
            guard: ({ event: { output } }) => !output.ok && output.error.code === 'not-a-resident-card',
            target: '#returning',
            actions: { type: 'decline', params: 'not-a-resident-card' },
          },
          {
            guard: ({ event: { output } }) => !output.ok && output.error.code === 'device-fault',
            target: '#returning',
            actions: 'inTrouble',
          },
          {
            guard: ({ event: { output } }) => !output.ok && output.error.code === 'unreadable',
            target: 'pausing',
            actions: assign({ problem: 'unreadable' }),
          },
          { target: 'pausing' },
        ],
      },
    },
    // A card that cannot be read still lies there: not again at once.
    pausing: { after: { retry: 'reading' } },
  },
});

/** Then the permit card, which the machine holds from here to the end. */
export const permitState = sessionSetup.createStateConfig({
  id: 'permit',
  initial: 'inserting',
  entry: [{ type: 'at', params: 'permit' }, assign({ permitTries: 0, problem: null })],
  states: {
    inserting: {
      id: 'inserting-permit',
      tags: 'insert-permit',
      on: { EXIT: { target: '#returning', actions: 'leave' } },
      always: {
        guard: ({ context }) => hasCardPathFault(context.faults),
        target: '#returning',
        actions: 'inTrouble',
      },
      invoke: {
        id: 'acceptPermit',
        src: 'acceptPermit',
        input: ({ context }) => context.deps.card,
        onDone: [
          {
            guard: ({ context, event: { output } }) => {
              const { idCard } = context.personal;
              return (
                output.ok &&
                idCard !== null &&
                declineForPermit(output.value, idCard, context.deps.clock) === null
              );
            },
            target: '#choose',
            actions: [
              assign(({ context, event: { output } }) => ({
                problem: null,
                personal: { ...context.personal, permit: output.ok ? output.value : null },
              })),
              raise({ type: 'CARD_READ' }),
            ],
          },
          {
            guard: ({ event: { output } }) => output.ok,
            target: '#returning',
            actions: {
              type: 'decline',
              params: ({ context, event: { output } }) => {
                const { idCard } = context.personal;
                const reason =
                  output.ok && idCard !== null
                    ? declineForPermit(output.value, idCard, context.deps.clock)
                    : null;
                return reason ?? 'counter-only';
              },
            },
          },
          {
            guard: ({ event: { output } }) => !output.ok && output.error.code === 'device-fault',
            target: '#returning',
            actions: 'inTrouble',
          },
          {
            guard: ({ context, event: { output } }) =>
              !output.ok && output.error.code === 'unreadable' && context.permitTries + 1 >= PERMIT_TRIES,
            target: '#returning',
            actions: { type: 'decline', params: 'counter-only' },
          },
          {
            guard: ({ event: { output } }) => !output.ok && output.error.code === 'unreadable',
            target: 'givingBack',
            actions: assign({
              problem: 'unreadable',
              permitTries: ({ context }) => context.permitTries + 1,
            }),
          },
          { target: 'pausing' },
        ],
      },
    },
    pausing: {
      tags: 'insert-permit',
      on: { EXIT: { target: '#returning', actions: 'leave' } },
      after: { retry: 'inserting' },
    },
    givingBack: {
      tags: 'take-card',
      entry: assign({
        deadline: ({ context }) => context.deps.clock.monotonic() + takeCardMs(context),
      }),
      invoke: {
        id: 'giveBackUnreadable',
        src: 'giveBack',
        input: ({ context }) => ({ card: context.deps.card, takeCardMs: takeCardMs(context) }),
        onDone: [
          {
            guard: ({ event: { output } }) => output.outcome === 'returned' || output.outcome === 'none',
            target: 'inserting',
            actions: { type: 'notePending', params: ({ event }) => event.output.unstored },
          },
          {
            target: '#returning',
            actions: [
              { type: 'notePending', params: ({ event }) => event.output.unstored },
              assign({ card: ({ event }) => event.output.outcome }),
              { type: 'decline', params: 'counter-only' },
            ],
          },
        ],
      },
    },
  },
});
