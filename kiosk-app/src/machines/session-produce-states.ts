import { assign } from 'xstate';
import { isSamePrint, printsOf } from './session-checks.ts';
import { cardFailed, cardWriting, cardWritten } from './session-drafts.ts';
import { sessionSetup } from './session-setup.ts';
import type { SessionContext } from './session-types.ts';

/** A print that reads back wrong is printed once more, never blindly. */
const ATTEMPTS = 2;

const wanted = ({ status }: SessionContext) => (status === null ? [] : printsOf(status));

/**
 * The printer said it printed, and nobody could look: the endorsement may be on the card while its fee goes back. Staff
 * look at such a card before it is given out.
 */
const mayBePrinted = ({ cardFailure }: SessionContext) => cardFailure.reason !== 'device-fault';

/** It is paid. The card carries the endorsement in the end, or the money goes back. */
export const producingState = sessionSetup.createStateConfig({
  id: 'producing',
  tags: 'producing',
  initial: 'beginning',
  entry: [{ type: 'at', params: 'produce' }, assign({ attempts: 0 })],
  states: {
    beginning: {
      invoke: {
        id: 'beginWriting',
        src: 'commitFirst',
        input: ({ context }) => ({ deps: context.deps, draft: cardWriting(context) }),
        onDone: [
          { guard: ({ event: { output } }) => output.ok, target: 'writing' },
          {
            target: 'failing',
            actions: assign({ cardFailure: { fault: null, reason: 'not-begun' } }),
          },
        ],
      },
    },
    writing: {
      entry: assign({ attempts: ({ context }) => context.attempts + 1 }),
      invoke: {
        id: 'print',
        src: 'print',
        input: ({ context }) => ({ cardPath: context.cardPath, prints: wanted(context) }),
        // Whatever the printer says: the card itself is looked at.
        onDone: {
          target: 'checking',
          actions: assign(({ event: { output } }) =>
            output.ok
              ? {}
              : { cardFailure: { fault: output.error.faultId, reason: 'device-fault' } as const },
          ),
        },
      },
    },
    checking: {
      invoke: {
        id: 'readBack',
        src: 'readBack',
        input: ({ context }) => context.cardPath,
        onDone: [
          {
            guard: ({ context, event: { output } }) =>
              output.ok && isSamePrint(output.value, wanted(context)),
            target: 'noting',
          },
          {
            guard: ({ context, event: { output } }) =>
              (output.ok || output.error.code === 'unreadable') && context.attempts < ATTEMPTS,
            target: 'writing',
          },
          {
            // A card with a wrong endorsement on it does not go back into circulation.
            guard: ({ event: { output } }) => output.ok,
            target: 'failing',
            actions: assign({
              keepCard: true,
              cardFailure: { fault: null, reason: 'verify-mismatch' },
            }),
          },
          {
            guard: ({ event: { output } }) => !output.ok && output.error.code === 'unreadable',
            target: 'failing',
            actions: assign(({ context }) => ({
              keepCard: mayBePrinted(context),
              cardFailure: { fault: null, reason: 'verify-mismatch' } as const,
            })),
          },
          {
            target: 'failing',
            actions: assign(({ context, event: { output } }) => ({
              keepCard: mayBePrinted(context),
              cardFailure: {
                fault: (output.ok ? null : output.error.faultId) ?? context.cardFailure.fault,
                reason: 'device-fault',
              } as const,
            })),
          },
        ],
      },
    },
    noting: {
      invoke: {
        id: 'noteWritten',
        src: 'note',
        input: ({ context }) => ({ deps: context.deps, draft: cardWritten(context) }),
        onDone: {
          target: '#returning',
          actions: [
            { type: 'notePending', params: ({ event }) => event.output },
            { type: 'conclude', params: { kind: 'completed', reason: null } },
          ],
        },
      },
    },
    failing: {
      invoke: {
        id: 'noteFailed',
        src: 'note',
        input: ({ context }) => ({ deps: context.deps, draft: cardFailed(context) }),
        onDone: {
          target: '#returning',
          actions: [
            { type: 'notePending', params: ({ event }) => event.output },
            {
              type: 'conclude',
              params: ({ context }) => ({ kind: 'refund', reason: context.cardFailure.reason }),
            },
          ],
        },
      },
    },
  },
});
