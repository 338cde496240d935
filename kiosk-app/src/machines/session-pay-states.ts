import type { ApplicationStatus } from '@haizhu/shared/sync/protocol';
import { assign } from 'xstate';
import { hasCardPathFault } from './session-checks.ts';
import { paymentAbandoned, paymentBegun } from './session-drafts.ts';
import { payableMs, sessionSetup } from './session-setup.ts';
import type { SessionContext } from './session-types.ts';

/** Orders opened for one application: a declined payment can be tried again. */
const ORDERS = 3;
const TRIES = 10;

const inTheWay = ({ context }: { readonly context: SessionContext }) => hasCardPathFault(context.faults);

/** Declined is an edge: the server's word on the order before this one does not count for this one. */
const isNewlyDeclined = (context: SessionContext, status: ApplicationStatus) =>
  status.payment === 'declined' && context.status?.payment !== 'declined';

/** Asks the server for the order. It is safe to ask again: an open order is told once more. */
export const orderingState = sessionSetup.createStateConfig({
  id: 'ordering',
  tags: 'deciding',
  initial: 'asking',
  entry: [{ type: 'at', params: 'pay' }, assign({ payTries: 0 })],
  always: { guard: inTheWay, target: '#abandoning', actions: assign({ givenUp: 'interrupted' }) },
  on: { EXIT: { target: '#abandoning', actions: assign({ givenUp: 'canceled' }) } },
  states: {
    asking: {
      entry: assign({ payTries: ({ context }) => context.payTries + 1 }),
      invoke: {
        id: 'openOrder',
        src: 'openOrder',
        input: ({ context }) => ({ deps: context.deps, application: context.application ?? '' }),
        onDone: [
          {
            // Nobody pays another amount than the one that was shown before the button.
            guard: ({ context, event: { output } }) => output.ok && output.value.amountFen === context.feeFen,
            target: '#beginning',
            actions: assign(({ context, event: { output } }) => ({
              order: output.ok ? output.value : null,
              orders: context.orders + 1,
            })),
          },
          {
            guard: ({ context, event: { output } }) => !output.ok && context.payTries < TRIES,
            target: 'waiting',
          },
          {
            target: '#abandoning',
            actions: assign({
              givenUp: ({ context }) => (context.link.online ? 'interrupted' : 'link-lost'),
            }),
          },
        ],
      },
    },
    waiting: { after: { retry: 'asking' } },
  },
});

/** In the journal before the code can be paid: boot knows then that money may be on its way. */
export const beginningState = sessionSetup.createStateConfig({
  id: 'beginning',
  tags: 'deciding',
  invoke: {
    id: 'beginPayment',
    src: 'commitFirst',
    input: ({ context }) => ({ deps: context.deps, draft: paymentBegun(context) }),
    onDone: [
      { guard: ({ event: { output } }) => output.ok, target: '#paying' },
      // An order before this one may be in the journal still: it is ended with this one.
      { target: '#abandoning', actions: assign({ givenUp: 'interrupted' }) },
    ],
  },
});

export const payingState = sessionSetup.createStateConfig({
  id: 'paying',
  tags: 'pay',
  initial: 'linked',
  entry: assign({ deadline: ({ context }) => context.deps.clock.monotonic() + payableMs(context) }),
  always: [
    { guard: ({ context }) => context.status?.payment === 'settled', target: '#producing' },
    { guard: inTheWay, target: '#abandoning', actions: assign({ givenUp: 'interrupted' }) },
  ],
  on: {
    STATUS: [
      {
        guard: ({ context, event }) => isNewlyDeclined(context, event.status) && context.orders < ORDERS,
        target: '#ordering',
        actions: ['setStatus', assign({ payProblem: 'declined' })],
      },
      {
        guard: ({ context, event }) => isNewlyDeclined(context, event.status),
        target: '#abandoning',
        actions: ['setStatus', assign({ givenUp: 'declined' })],
      },
      { actions: 'setStatus' },
    ],
    EXIT: { target: '#abandoning', actions: assign({ givenUp: 'canceled' }) },
  },
  after: { pay: { target: '#abandoning', actions: assign({ givenUp: 'timed-out' }) } },
  states: {
    linked: { always: { guard: 'isOffline', target: 'unlinked' } },
    unlinked: {
      always: { guard: 'isOnline', target: 'linked' },
      after: { linkGrace: { target: '#abandoning', actions: assign({ givenUp: 'link-lost' }) } },
    },
  },
});

/** Money that comes after this goes back: the server knows it from the entry. */
export const abandoningState = sessionSetup.createStateConfig({
  id: 'abandoning',
  tags: 'deciding',
  invoke: {
    id: 'abandonPayment',
    src: 'note',
    input: ({ context }) => ({ deps: context.deps, draft: paymentAbandoned(context) }),
    onDone: {
      target: '#returning',
      actions: [
        { type: 'notePending', params: ({ event }) => event.output },
        {
          type: 'conclude',
          params: ({ context }) => ({ kind: 'not-paid', reason: context.givenUp }),
        },
      ],
    },
  },
});
