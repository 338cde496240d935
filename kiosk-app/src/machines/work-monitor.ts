import { DEFAULT_WORK_LIMITS, type WorkLimits, type WorkState } from '@haizhu/shared/sync/work-limits';
import { assign, fromCallback, fromPromise, type SnapshotFrom, setup } from 'xstate';
import type { ClockDoubt, KioskClock } from '../ports/clock.ts';
import type { LinkState, ServerLink } from '../ports/server-link.ts';
import type { Space, WorkGauge } from '../ports/work-gauge.ts';
import { kioskWorkState } from '../sync/work-limits.ts';

/** All in ms. */
export interface WorkTimes {
  /** Between two looks at the storage; the age of the queue is looked at with it. */
  readonly lookMs: number;
  /** Shortest time between two looks, however many entries are written. */
  readonly restMs: number;
  /** How long no limit may be passed before a kiosk that was stopped takes work again. */
  readonly calmMs: number;
  /** Between two tries whether a disk that refused takes something again. */
  readonly probeMs: number;
  /** Between two looks at the clock. It is looked at besides wherever something hangs on it. */
  readonly clockMs: number;
}

export const WORK_TIMES: WorkTimes = {
  lookMs: 60_000,
  restMs: 10_000,
  calmMs: 5000,
  probeMs: 10_000,
  clockMs: 5000,
};

export interface WorkMonitorInput {
  readonly gauge: WorkGauge;
  readonly link: Pick<ServerLink, 'state' | 'watch'>;
  readonly clock: KioskClock;
}

/**
 * Whether new work is taken. With `refused` the disk did not take an entry, with `clock` nobody knows the time;
 * `oneCopy` the vault
 * takes nothing; `reasons` may be empty then.
 */
export interface WorkVerdict extends WorkState {
  readonly refused: boolean;
  readonly clock?: ClockDoubt;
  /** What is stored is kept once only: the vault of the device service does not take it. */
  readonly oneCopy?: true;
}

export const FREE: WorkVerdict = { level: 'ok', reasons: [], refused: false };

type WorkEvent =
  | { readonly type: 'LINK'; readonly state: LinkState }
  | { readonly type: 'LIMITS'; readonly limits: WorkLimits }
  | { readonly type: 'COPIES'; readonly isWhole: boolean }
  /** The journal took an entry. */
  | { readonly type: 'STORED' }
  /** The journal could not take an entry. */
  | { readonly type: 'REFUSED' }
  /** Somebody wants to begin something: the clock is asked now. */
  | { readonly type: 'LOOK' };

interface WorkContext extends WorkMonitorInput {
  readonly limits: WorkLimits;
  readonly linkState: LinkState;
  readonly space: Space | null;
  readonly weighed: WorkState;
  /** What it was stopped by last; still shown while it is waited whether that stays away. */
  readonly stoppedBy: WorkState['reasons'];
  readonly stoppedByDoubt: ClockDoubt | null;
  /** What speaks against the clock, as it was asked last. */
  readonly doubt: ClockDoubt | null;
  readonly isWhole: boolean;
  /** It was stopped last because something is kept once only. */
  readonly stoppedByOneCopy: boolean;
  /** An entry was written since the storage was looked at. */
  readonly isStale: boolean;
}

type Facts = Pick<WorkContext, 'gauge' | 'clock' | 'limits' | 'linkState' | 'space'>;

function weigh({ gauge, clock, limits, linkState, space }: Facts): WorkState {
  // A clock that was put right since the last connection is right now.
  const clockErrorMs = clock.errorMs() ?? linkState.clockErrorMs ?? gauge.knownClockErrorMs;
  return kioskWorkState({ ...linkState, clockErrorMs }, space, clock, limits);
}

function isPassed({ weighed, doubt, isWhole }: Pick<WorkContext, 'weighed' | 'doubt' | 'isWhole'>): boolean {
  return weighed.level === 'stop' || doubt !== null || !isWhole;
}

function doubtOf({ clock }: Facts): ClockDoubt | null {
  const state = clock.state();
  return state.trust === 'wrong' ? state.doubt : null;
}

/**
 * Holds what is known of queue, storage and clock against the limits that the server told, and notices a disk that
 * refuses. Ask it with `workVerdict`. It stops at once and goes on after a calm while: the entry that says so is
 * itself queued, and must not stop the kiosk again.
 */
export const workMonitorMachine = setup({
  types: {
    context: {} as WorkContext,
    events: {} as WorkEvent,
    input: {} as WorkMonitorInput,
  },
  actors: {
    watch: fromCallback<WorkEvent, WorkMonitorInput>(({ input: { gauge, link }, sendBack }) => {
      const stopLimits = gauge.watchLimits((limits) => sendBack({ type: 'LIMITS', limits }));
      const stopCopies = gauge.watchCopies((isWhole) => sendBack({ type: 'COPIES', isWhole }));
      const stopLink = link.watch((state) => sendBack({ type: 'LINK', state }));
      return () => {
        stopLimits();
        stopLink();
        stopCopies();
      };
    }),
    look: fromPromise<Space | null, WorkGauge>(({ input }) => input.space()),
    probe: fromPromise<boolean, WorkGauge>(({ input }) => input.takes()),
  },
  delays: {
    rest: WORK_TIMES.restMs,
    look: WORK_TIMES.lookMs - WORK_TIMES.restMs,
    calm: WORK_TIMES.calmMs,
    probe: WORK_TIMES.probeMs,
    clock: WORK_TIMES.clockMs,
  },
  guards: {
    isPassed: ({ context }) => isPassed(context),
    isFine: ({ context }) => !isPassed(context),
    isStale: ({ context }) => context.isStale,
  },
  actions: {
    weigh: assign(({ context }) => {
      const weighed = weigh(context);
      const doubt = doubtOf(context);
      if (!isPassed({ weighed, doubt, isWhole: context.isWhole })) return { weighed, doubt };
      const stoppedBy = weighed.level === 'stop' ? weighed.reasons : [];
      return { weighed, doubt, stoppedBy, stoppedByDoubt: doubt, stoppedByOneCopy: !context.isWhole };
    }),
    setLink: assign(({ event }) => (event.type === 'LINK' ? { linkState: event.state } : {})),
    setLimits: assign(({ event }) => (event.type === 'LIMITS' ? { limits: event.limits } : {})),
    setCopies: assign(({ event }) => (event.type === 'COPIES' ? { isWhole: event.isWhole } : {})),
    setSpace: assign((_, space: Space | null) => ({ space })),
  },
}).createMachine({
  id: 'work-monitor',
  context: ({ input }) => ({
    ...input,
    limits: DEFAULT_WORK_LIMITS,
    linkState: input.link.state(),
    space: null,
    weighed: FREE,
    stoppedBy: [],
    stoppedByDoubt: null,
    doubt: null,
    isWhole: true,
    stoppedByOneCopy: false,
    isStale: false,
  }),
  invoke: { src: 'watch', input: ({ context }) => context },
  on: {
    LINK: { actions: ['setLink', 'weigh'] },
    COPIES: { actions: ['setCopies', 'weigh'] },
    LIMITS: { actions: ['setLimits', 'weigh'] },
    LOOK: { actions: 'weigh' },
  },
  type: 'parallel',
  states: {
    storage: {
      initial: 'looking',
      on: { STORED: { actions: assign({ isStale: true }) } },
      states: {
        looking: {
          entry: assign({ isStale: false }),
          invoke: {
            src: 'look',
            input: ({ context }) => context.gauge,
            onDone: {
              target: 'resting',
              actions: [{ type: 'setSpace', params: ({ event }) => event.output }, 'weigh'],
            },
            // What was known before holds on; only the queue has grown older.
            onError: { target: 'resting', actions: 'weigh' },
          },
        },
        resting: { after: { rest: 'waiting' } },
        waiting: {
          always: { guard: 'isStale', target: 'looking' },
          after: { look: 'looking' },
        },
      },
    },
    clock: {
      initial: 'waiting',
      states: { waiting: { after: { clock: { target: 'waiting', reenter: true, actions: 'weigh' } } } },
    },
    limits: {
      initial: 'kept',
      states: {
        kept: { always: { guard: 'isPassed', target: 'passed' } },
        passed: { always: { guard: 'isFine', target: 'calming' } },
        calming: {
          always: { guard: 'isPassed', target: 'passed' },
          after: { calm: 'kept' },
        },
      },
    },
    disk: {
      initial: 'taking',
      states: {
        taking: { on: { REFUSED: 'refusing' } },
        // An entry that is smaller than an application may find room where the next application does not.
        refusing: {
          initial: 'waiting',
          states: {
            waiting: { after: { probe: 'probing' } },
            probing: {
              invoke: {
                src: 'probe',
                input: ({ context }) => context.gauge,
                onDone: [
                  { guard: ({ event }) => event.output, target: '#work-monitor.disk.taking' },
                  { target: 'waiting' },
                ],
                onError: 'waiting',
              },
            },
          },
        },
      },
    },
  },
});

/** What the monitor says now. */
export function workVerdict(snapshot: SnapshotFrom<typeof workMonitorMachine>): WorkVerdict {
  const { weighed, stoppedBy, stoppedByDoubt, stoppedByOneCopy } = snapshot.context;
  const refused = !snapshot.matches({ disk: 'taking' });
  const isStopped = !snapshot.matches({ limits: 'kept' });
  const reasons = isStopped ? stoppedBy : weighed.reasons;
  const level = isStopped || refused ? 'stop' : weighed.level;
  const isClock = isStopped && stoppedByDoubt !== null;
  return {
    level,
    reasons,
    refused,
    ...(isClock ? { clock: stoppedByDoubt } : {}),
    ...(isStopped && stoppedByOneCopy ? { oneCopy: true } : {}),
  };
}
