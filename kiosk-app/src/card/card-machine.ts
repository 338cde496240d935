import { endingState, keepingState, returningState } from './card-end-states.ts';
import { cardSetup } from './card-setup.ts';
import { CARD_LIMITS } from './card-types.ts';
import { condemningState, lookingState, printingState, takingState } from './card-use-states.ts';

/**
 * The permit card in the machine, for as long as the program runs. Only this chart moves it, prints on it or knows
 * where it is: `none` is said by the devices and by nothing else, and holds until one of them is disturbed or the slot
 * is opened. A print that nobody has looked at is never given out (`SPEC.md`).
 */
export const cardMachine = cardSetup.createMachine({
  id: 'card',
  context: ({ input }) => ({
    peripherals: input.peripherals,
    journal: input.journal,
    limits: { ...CARD_LIMITS, ...input.limits },
    queue: [],
    session: null,
    application: null,
    opened: false,
    seen: false,
    doubtful: false,
    condemned: false,
    unsaid: false,
    reason: 'found',
    patience: 0,
    outcome: 'none',
    told: null,
    unstored: [],
  }),
  initial: 'unknown',
  invoke: { src: 'watchPath', input: ({ context }) => context },
  on: {
    ASK: { actions: 'queue' },
    ACCEPT: { actions: 'queue' },
    PRINT: { actions: 'queue' },
    LOOK: { actions: 'queue' },
    CONDEMN: { actions: 'queue' },
    GIVE_BACK: { actions: 'queue' },
    KEEP: { actions: 'queue' },
    VISIT: { actions: 'setVisit' },
  },
  states: {
    /** Nobody knows whether there is a card. */
    unknown: {
      id: 'unknown',
      always: [
        { guard: 'isNothingToEnd', target: 'ending', actions: { type: 'setOutcome', params: 'none' } },
        { guard: 'isToCondemn', target: 'condemning' },
        { guard: 'isWaitedFor', target: 'asking', actions: 'bePatient' },
      ],
    },
    asking: {
      id: 'asking',
      invoke: {
        src: 'ask',
        input: ({ context }) => context,
        onDone: [
          {
            guard: ({ event }) => event.output === 'none',
            target: 'none',
            actions: ['forgetOpening', { type: 'answerAsk', params: 'none' }],
          },
          {
            guard: ({ context, event }) => event.output === 'exit' && context.patience > 0,
            target: 'drawing',
            actions: 'loseAPatience',
          },
          {
            guard: ({ event }) => event.output !== 'unknown',
            target: 'held',
            actions: { type: 'answerAsk', params: ({ event }) => event.output },
          },
          {
            guard: ({ context, event }) => event.output === 'unknown' && context.queue.length === 0,
            target: 'unknown',
          },
          { target: 'unsure' },
        ],
        onError: 'unsure',
      },
      after: { ask: 'unsure' },
    },
    /** A card lies at the slot and nobody was told to take it: not within reach of whoever stands there. */
    drawing: {
      invoke: { src: 'drawBack', input: ({ context }) => context, onDone: 'asking', onError: 'asking' },
      after: { move: 'asking' },
    },
    /** The devices could not say. Who wants a card ended is worth waiting for them; all others are told. */
    unsure: {
      always: [
        { guard: ({ context }) => context.queue.length === 0, target: 'unknown' },
        { guard: ({ context }) => isEnd(context.queue[0]?.type) && context.patience > 0, target: 'pausing' },
        { guard: ({ context }) => isEnd(context.queue[0]?.type), target: 'ending', actions: 'setLostSight' },
        { target: 'unknown', actions: 'refuse' },
      ],
    },
    pausing: { exit: 'loseAPatience', after: { pause: 'asking' } },
    /** The devices said that there is none. */
    none: {
      on: { DISTURBED: 'unknown' },
      always: [
        { guard: 'isAsked', target: 'asking', actions: 'bePatient' },
        { guard: 'isToAccept', target: 'taking' },
        {
          guard: ({ context }) => isEnd(context.queue[0]?.type) && (context.seen || context.condemned),
          target: 'ending',
          actions: { type: 'setOutcome', params: 'gone' },
        },
        {
          guard: ({ context }) => isEnd(context.queue[0]?.type),
          target: 'ending',
          actions: { type: 'setOutcome', params: 'none' },
        },
        { guard: 'isWaitedFor', actions: 'refuse' },
      ],
    },
    taking: takingState,
    /** A card is in the machine, or at its slot. */
    held: {
      id: 'held',
      entry: 'see',
      always: [
        { guard: 'isAsked', target: 'asking', actions: 'bePatient' },
        { guard: 'isToAccept', target: 'taking' },
        { guard: 'isToPrint', target: 'printing' },
        { guard: 'isToLook', target: 'looking' },
        { guard: 'isToCondemn', target: 'condemning' },
        { guard: 'isToGiveBack', target: 'returning' },
        { guard: 'isToEnd', target: 'keeping', actions: 'setKeepReason' },
        { guard: 'isWaitedFor', actions: 'refuse' },
      ],
    },
    printing: printingState,
    looking: lookingState,
    condemning: condemningState,
    returning: returningState,
    keeping: keepingState,
    /** The journal did not take that it is kept, so it is not moved: it stays inside until that is stored. */
    unsaid: {
      id: 'unsaid',
      always: { target: 'unknown', actions: [{ type: 'setOutcome', params: 'stuck' }, 'answerEnd'] },
    },
    ending: endingState,
  },
});

const isEnd = (type: string | undefined) => type === 'GIVE_BACK' || type === 'KEEP';
