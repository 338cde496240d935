import { type FaultId, faultById } from '@haizhu/shared/faults/registry';
import { assign, sendParent, setup } from 'xstate';

/** What the last conditions say of a fault. `UNKNOWN`: the device cannot tell (unplugged, service lost). */
export type FaultSign =
  | { readonly type: 'PRESENT' }
  | { readonly type: 'ABSENT' }
  | { readonly type: 'UNKNOWN' };

/** A moment by both clocks: ms since 1970 UTC as it was known then, and ms of the monotonic clock. */
export interface Moment {
  readonly at: number;
  readonly monotonic: number;
}

/** What a fault's machine tells the monitor. Moments are those of the sign itself, not of its debounce. */
export type FaultReport =
  | ({ readonly type: 'FAULT_BEGUN'; readonly faultId: FaultId } & Moment)
  | ({ readonly type: 'FAULT_CLEARED'; readonly faultId: FaultId } & Moment);

export interface FaultInput {
  readonly faultId: FaultId;
  now(): Moment;
  /** True for a fault that was open when the app ended: it goes on as the same occurrence. */
  readonly resumed: boolean;
}

const NEVER: Moment = { at: 0, monotonic: 0 };

/** A sign that comes back this often before it lasted is a loose contact, and begins the fault too. */
const APPEARANCES = 3;

/** One fault of the registry over time: debounced both ways, so that a flicker is neither begun nor cleared. */
export const faultMachine = setup({
  types: {
    context: {} as FaultInput & {
      readonly firstSeen: Moment;
      readonly goneAt: Moment;
      readonly appearances: number;
    },
    events: {} as FaultSign,
    input: {} as FaultInput,
  },
  delays: {
    begin: ({ context }) => faultById(context.faultId)?.debounceMs.begin ?? 0,
    clear: ({ context }) => faultById(context.faultId)?.debounceMs.clear ?? 0,
  },
  guards: {
    isResumed: ({ context }) => context.resumed,
    isFlapping: ({ context }) => context.appearances + 1 >= APPEARANCES,
  },
  actions: {
    noteFirst: assign({ firstSeen: ({ context }) => context.now(), appearances: 1 }),
    noteAgain: assign({ appearances: ({ context }) => context.appearances + 1 }),
    noteGone: assign({ goneAt: ({ context }) => context.now() }),
    begin: sendParent(
      ({ context }): FaultReport => ({
        type: 'FAULT_BEGUN',
        faultId: context.faultId,
        ...context.firstSeen,
      }),
    ),
    clear: sendParent(
      ({ context }): FaultReport => ({ type: 'FAULT_CLEARED', faultId: context.faultId, ...context.goneAt }),
    ),
  },
}).createMachine({
  id: 'fault',
  context: ({ input }) => ({ ...input, firstSeen: NEVER, goneAt: NEVER, appearances: 0 }),
  initial: 'starting',
  states: {
    starting: { always: [{ guard: 'isResumed', target: 'open.held' }, { target: 'absent' }] },
    absent: { on: { PRESENT: { target: 'suspected', actions: 'noteFirst' } } },
    suspected: {
      initial: 'showing',
      on: { UNKNOWN: 'absent' },
      states: {
        showing: {
          on: { ABSENT: 'gone' },
          after: { begin: { target: '#fault.open', actions: 'begin' } },
        },
        gone: {
          on: {
            PRESENT: [
              { guard: 'isFlapping', target: '#fault.open', actions: 'begin' },
              { target: 'showing', actions: 'noteAgain' },
            ],
          },
          after: { clear: '#fault.absent' },
        },
      },
    },
    open: {
      initial: 'showing',
      states: {
        showing: { on: { ABSENT: { target: 'clearing', actions: 'noteGone' }, UNKNOWN: 'held' } },
        clearing: {
          on: { PRESENT: 'showing', UNKNOWN: 'held' },
          after: { clear: { target: '#fault.absent', actions: 'clear' } },
        },
        // Nothing can be said: neither cleared nor confirmed.
        held: { on: { PRESENT: 'showing', ABSENT: { target: 'clearing', actions: 'noteGone' } } },
      },
    },
  },
});
