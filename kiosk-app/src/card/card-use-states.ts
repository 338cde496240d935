import { cardKeeping } from './card-drafts.ts';
import { cardSetup, LOST } from './card-setup.ts';

/** The slot is open until a card was read, or nobody wants it any more. */
export const takingState = cardSetup.createStateConfig({
  entry: 'open',
  initial: 'open',
  invoke: {
    src: 'accept',
    input: ({ context }) => context,
    onDone: [
      {
        guard: ({ event }) => event.output.ok,
        target: '#held',
        actions: [{ type: 'answerAccept', params: ({ event }) => event.output }],
      },
      // Whether one went in all the same is a question for the devices.
      { target: '#asking', actions: { type: 'answerAccept', params: ({ event }) => event.output } },
    ],
    onError: { target: '#asking', actions: { type: 'answerAccept', params: LOST } },
  },
  states: {
    open: { always: { guard: 'isOvertaken', target: 'leaving' } },
    /** The visit ends: a card that is being drawn in is waited for, a device that never answers is not. */
    leaving: { after: { move: { target: '#asking', actions: { type: 'answerAccept', params: LOST } } } },
  },
});

export const printingState = cardSetup.createStateConfig({
  invoke: {
    src: 'print',
    input: ({ context }) => context,
    onDone: [
      {
        // The command never left this program: the card is as it was.
        guard: ({ event }) => !event.output.ok && event.output.error.neverBegan === true,
        target: '#held',
        actions: { type: 'answerPrint', params: ({ event }) => event.output },
      },
      {
        target: '#held',
        actions: ['doubt', { type: 'answerPrint', params: ({ event }) => event.output }],
      },
    ],
    onError: { target: '#held', actions: ['doubt', { type: 'answerPrint', params: LOST }] },
  },
  after: { print: { target: '#held', actions: ['doubt', { type: 'answerPrint', params: LOST }] } },
});

export const lookingState = cardSetup.createStateConfig({
  invoke: {
    src: 'look',
    input: ({ context }) => context,
    onDone: { target: '#held', actions: { type: 'answerLook', params: ({ event }) => event.output } },
    onError: { target: '#held', actions: { type: 'answerLook', params: LOST } },
  },
  after: { look: { target: '#held', actions: { type: 'answerLook', params: LOST } } },
});

/** The journal says that this card is kept, while it is still where it was. */
export const condemningState = cardSetup.createStateConfig({
  entry: 'setKeepReason',
  invoke: {
    src: 'note',
    input: ({ context }) => ({ journal: context.journal, draft: cardKeeping(context) }),
    onDone: [
      {
        guard: ({ event }) => event.output.length === 0,
        target: '#unknown',
        actions: ['condemn', { type: 'answerCondemn', params: [] }],
      },
      {
        target: '#unknown',
        actions: ['condemnUnsaid', { type: 'answerCondemn', params: ({ event }) => event.output }],
      },
    ],
  },
  after: {
    note: {
      target: '#unknown',
      actions: ['condemnUnsaid', { type: 'answerCondemn', params: ({ context }) => [cardKeeping(context)] }],
    },
  },
});
