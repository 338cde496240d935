import { cardKeeping, cardReturned } from './card-drafts.ts';
import { cardSetup } from './card-setup.ts';
import type { CardOutcome } from './card-types.ts';

const end = (outcome: CardOutcome) =>
  ({ target: '#ending', actions: { type: 'setOutcome', params: outcome } }) as const;

/** Out to the slot, for the citizen to take. What is not taken is drawn back at once, and then kept. */
export const returningState = cardSetup.createStateConfig({
  initial: 'out',
  entry: 'bePatient',
  states: {
    out: {
      invoke: {
        src: 'putOut',
        input: ({ context }) => context,
        onDone: [
          { guard: ({ event }) => event.output.ok && event.output.value === 'taken', ...end('returned') },
          {
            guard: ({ event }) => event.output.ok && event.output.value === 'not-taken',
            target: 'back',
            actions: { type: 'setReason', params: 'not-taken' },
          },
          {
            guard: ({ event }) => event.output.ok,
            target: 'checking',
            actions: { type: 'setReason', params: 'unmovable' },
          },
          // It may lie in the slot all the same.
          { target: 'back', actions: { type: 'setReason', params: 'unmovable' } },
        ],
        onError: { target: 'back', actions: { type: 'setReason', params: 'unmovable' } },
      },
      after: { putOut: { target: 'back', actions: { type: 'setReason', params: 'unmovable' } } },
    },
    /** No longer within the reach of whoever comes next. */
    back: {
      invoke: { src: 'drawBack', input: ({ context }) => context, onDone: 'checking', onError: 'checking' },
      after: { move: 'checking' },
    },
    checking: {
      invoke: {
        src: 'ask',
        input: ({ context }) => context,
        onDone: [
          // It was taken at the last moment.
          {
            guard: ({ context, event }) => event.output === 'none' && context.reason === 'not-taken',
            ...end('returned'),
          },
          { guard: ({ event }) => event.output === 'none', ...end('gone') },
          {
            guard: ({ context, event }) => event.output === 'exit' && context.patience > 0,
            target: 'back',
            actions: 'loseAPatience',
          },
          { guard: ({ event }) => event.output !== 'unknown', target: '#keeping' },
          { guard: 'isPatient', target: 'waiting' },
          { target: '#ending', actions: 'setLostSight' },
        ],
        onError: 'waiting',
      },
      after: {
        ask: [
          { guard: 'isPatient', target: 'waiting' },
          { target: '#ending', actions: 'setLostSight' },
        ],
      },
    },
    waiting: { exit: 'loseAPatience', after: { pause: 'checking' } },
  },
});

/** Into the retain bin: first the word in the journal, then the movement. */
export const keepingState = cardSetup.createStateConfig({
  id: 'keeping',
  initial: 'deciding',
  entry: 'bePatient',
  states: {
    deciding: {
      always: [
        { guard: 'isUnsaid', target: '#unsaid' },
        { guard: 'isCondemned', target: 'moving' },
        { target: 'noting' },
      ],
    },
    noting: {
      invoke: {
        src: 'note',
        input: ({ context }) => ({ journal: context.journal, draft: cardKeeping(context) }),
        onDone: [
          { guard: ({ event }) => event.output.length === 0, target: 'moving', actions: 'condemn' },
          {
            target: '#unsaid',
            actions: ['condemnUnsaid', { type: 'setUnstored', params: ({ event }) => event.output }],
          },
        ],
      },
      after: { note: { target: '#unsaid', actions: ['condemnUnsaid', 'setUnstoredKeeping'] } },
    },
    moving: {
      invoke: {
        src: 'retain',
        input: ({ context }) => context,
        onDone: [
          { guard: ({ event }) => event.output.ok, ...end('retained') },
          { target: 'checking', actions: 'loseMostPatience' },
        ],
        onError: { target: 'checking', actions: 'loseMostPatience' },
      },
      after: { move: { target: 'checking', actions: 'loseMostPatience' } },
    },
    checking: {
      invoke: {
        src: 'ask',
        input: ({ context }) => context,
        onDone: [
          { guard: ({ event }) => event.output === 'none', ...end('gone') },
          { guard: 'isPatient', target: 'waiting' },
          { target: '#ending', actions: 'setLostSight' },
        ],
        onError: 'waiting',
      },
      after: {
        ask: [
          { guard: 'isPatient', target: 'waiting' },
          { target: '#ending', actions: 'setLostSight' },
        ],
      },
    },
    waiting: { exit: 'loseAPatience', after: { pause: 'moving' } },
  },
});

/** How it ended, in the journal; then whoever asked is told. */
export const endingState = cardSetup.createStateConfig({
  id: 'ending',
  initial: 'noting',
  states: {
    noting: {
      invoke: {
        src: 'note',
        input: ({ context }) => ({ journal: context.journal, draft: cardReturned(context) }),
        onDone: {
          target: 'telling',
          actions: { type: 'setUnstored', params: ({ event }) => event.output },
        },
      },
      after: { note: { target: 'telling', actions: 'setUnstoredReturned' } },
    },
    telling: {
      always: [
        {
          guard: ({ context: { outcome } }) => outcome === 'stuck' || outcome === 'unknown',
          target: '#unknown',
          actions: 'answerEnd',
        },
        { target: '#unknown', actions: ['answerEnd', 'forget'] },
      ],
    },
  },
});
