import { assign, setup } from 'xstate';
import type { Draft, Journal } from '../ports/journal.ts';
import { commitDraft } from './kiosk-actors.ts';

const RETRY_MS = 5000;

export interface ScribeInput {
  readonly journal: Pick<Journal, 'commit'>;
}

/**
 * Writes what happens to the kiosk itself into the journal, in the order in which it happened: a fault that ends
 * while the disk is full still begins first.
 */
export const scribeMachine = setup({
  types: {
    context: {} as ScribeInput & { readonly queue: readonly Draft[] },
    events: {} as { readonly type: 'NOTE'; readonly draft: Draft },
    input: {} as ScribeInput,
  },
  actors: { commitDraft },
  delays: { retry: RETRY_MS },
  actions: {
    queue: assign(({ context, event }) => ({ queue: [...context.queue, event.draft] })),
    drop: assign(({ context }) => ({ queue: context.queue.slice(1) })),
  },
}).createMachine({
  context: ({ input }) => ({ ...input, queue: [] }),
  initial: 'idle',
  on: { NOTE: { actions: 'queue' } },
  states: {
    idle: { always: { guard: ({ context }) => context.queue.length > 0, target: 'writing' } },
    writing: {
      invoke: {
        src: 'commitDraft',
        input: ({ context }) => ({ journal: context.journal, draft: context.queue[0] ?? null }),
        onDone: [
          // An entry that no schema takes would stop all behind it; the writer has told the log.
          {
            guard: ({ event: { output } }) => output.ok || output.error === 'invalid',
            target: 'idle',
            actions: 'drop',
          },
          { target: 'waiting' },
        ],
      },
    },
    waiting: { after: { retry: 'writing' } },
  },
});
