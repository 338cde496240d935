import { faultById } from '@haizhu/shared/faults/registry';
import { assign } from 'xstate';
import { printsOf } from './session-checks.ts';
import { cardFailed, cardWriting, cardWritten } from './session-drafts.ts';
import { sessionSetup } from './session-setup.ts';
import type { SessionContext } from './session-types.ts';

/** A print that reads back wrong is printed once more, never blindly. */
const ATTEMPTS = 2;
/** A printer that does not answer is asked again this often before the card is given up, `retryMs` apart. */
const LOOKS = 10;
/** A disk that does not take that the card was written, likewise: the card is not given out before. */
const NOTES = 15;

const job = ({ deps, status }: SessionContext) => ({
  card: deps.card,
  prints: status === null ? [] : printsOf(status),
});

const isJam = (id: string | null) => id !== null && faultById(id)?.xfs.is === 'jammed';

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
      entry: assign({ attempts: ({ context }) => context.attempts + 1, tries: 0 }),
      invoke: {
        id: 'print',
        src: 'print',
        input: ({ context }) => job(context),
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
        id: 'look',
        src: 'look',
        input: ({ context }) => job(context),
        onDone: [
          {
            guard: ({ event: { output } }) => output.ok && output.value === 'granted',
            target: 'noting',
            actions: assign({ tries: 0 }),
          },
          {
            guard: ({ context, event: { output } }) =>
              (output.ok || output.error.code === 'unreadable') && context.attempts < ATTEMPTS,
            target: 'writing',
          },
          {
            guard: ({ event: { output } }) => output.ok || output.error.code === 'unreadable',
            target: 'condemning',
            actions: assign({ cardFailure: { fault: null, reason: 'verify-mismatch' } }),
          },
          {
            // A jam does not go away by waiting; a printer that is busy or away may come back.
            guard: ({ context, event: { output } }) =>
              context.tries < LOOKS && !(output.ok || isJam(output.error.faultId)),
            target: 'waiting',
            actions: 'tryAgain',
          },
          {
            target: 'condemning',
            actions: assign(({ context, event: { output } }) => ({
              cardFailure: {
                fault: (output.ok ? null : output.error.faultId) ?? context.cardFailure.fault,
                reason: 'device-fault',
              } as const,
            })),
          },
        ],
      },
    },
    /** A printer that was away or busy may have printed: it is asked again before anything is concluded. */
    waiting: { after: { retry: 'checking' } },
    noting: {
      invoke: {
        id: 'noteWritten',
        src: 'commitFirst',
        input: ({ context }) => ({ deps: context.deps, draft: cardWritten(context) }),
        onDone: [
          {
            guard: ({ event: { output } }) => output.ok || output.error === 'invalid',
            target: '#returning',
            actions: { type: 'conclude', params: { kind: 'completed', reason: null } },
          },
          { guard: ({ context }) => context.tries < NOTES, target: 'noteAgain', actions: 'tryAgain' },
          // Given out, and the power gone before it is stored, it would be paid back as well. It waits inside.
          {
            target: '#saying',
            actions: [
              { type: 'notePending', params: ({ context }) => [cardWritten(context)] },
              assign({ ending: 'leave', outcome: 'failed', card: 'stuck' }),
            ],
          },
        ],
      },
    },
    noteAgain: { after: { retry: 'noting' } },
    /** First that the card is kept, then that it failed: what is paid back is not given out, whatever is cut off. */
    condemning: {
      invoke: {
        id: 'condemn',
        src: 'condemn',
        input: ({ context }) => ({
          card: context.deps.card,
          reason: context.cardFailure.reason === 'verify-mismatch' ? 'misprinted' : 'doubtful',
        }),
        onDone: {
          target: 'failing',
          actions: { type: 'notePending', params: ({ event }) => event.output },
        },
      },
    },
    failing: {
      always: {
        guard: ({ context }) => context.pending.length > 0,
        target: '#returning',
        actions: [{ type: 'notePending', params: ({ context }) => [cardFailed(context)] }, 'refund'],
      },
      invoke: {
        id: 'noteFailed',
        src: 'note',
        input: ({ context }) => ({ deps: context.deps, draft: cardFailed(context) }),
        onDone: {
          target: '#returning',
          actions: [{ type: 'notePending', params: ({ event }) => event.output }, 'refund'],
        },
      },
    },
  },
});
