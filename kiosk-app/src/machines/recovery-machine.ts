import { bearerOf } from '@haizhu/shared/identity/bearer';
import { and, assign } from 'xstate';
import type { CardEnd } from '../card/card-types.ts';
import { LOOKS, recoverySetup } from './recovery-setup.ts';
import { abandonedPayments, endedSessions, failedCards, writtenCard } from './recovery-steps.ts';
import type { RecoveryContext } from './recovery-types.ts';

const NOT_STORED = { target: '#over', actions: { type: 'finish', params: 'storage' } } as const;
const BLOCKED = { target: '#over', actions: { type: 'finish', params: 'devices' } } as const;

const keepFor = (keep: 'found' | 'unclaimed' | 'misprinted' | 'doubtful') =>
  ({ target: '#keeping', actions: { type: 'setKeep', params: keep } }) as const;

/** The holder of a card that was held when a visit was cut off gets it, and nobody else: by the ID card. */
const claimingState = recoverySetup.createStateConfig({
  id: 'claiming',
  initial: 'chip',
  entry: 'setClaimUntil',
  exit: { type: 'setPermit', params: null },
  after: { claim: keepFor('unclaimed') },
  states: {
    chip: {
      invoke: {
        src: 'readChip',
        input: ({ context }) => context.input.card,
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'lifting',
            actions: assign(({ event }) => (event.output.ok ? { permit: event.output.value } : {})),
          },
          keepFor('unclaimed'),
        ],
        onError: keepFor('unclaimed'),
      },
    },
    /** An ID card that was left there proves nobody's presence: it is lifted first. */
    lifting: {
      invoke: {
        src: 'askIdCard',
        input: ({ context }) => context.input.peripherals,
        onDone: [{ guard: ({ event }) => event.output === 'here', target: 'lying' }, { target: 'reading' }],
        onError: 'lying',
      },
    },
    lying: { after: { retry: 'lifting' } },
    reading: {
      invoke: {
        src: 'readIdCard',
        input: ({ context }) => context.input.peripherals,
        onDone: [
          {
            guard: ({ context, event: { output } }) =>
              output.ok && context.permit !== null && bearerOf(context.permit, output.value) === 'same',
            target: '#giving',
          },
          { target: 'lying' },
        ],
        onError: 'lying',
      },
    },
  },
});

/**
 * Ends what a visit left behind: entries that could not be stored, payments and cards that had begun, a card in the
 * machine, buffers of the devices. Each step is a fact in the journal before the next, so it can be cut off anywhere and
 * begun again.
 */
export const recoveryMachine = recoverySetup.createMachine({
  id: 'recovery',
  context: ({ input }) => ({
    input,
    pending: input.pending,
    unfinished: { sessions: [], obligations: [], keeping: null, wasKept: false, faults: [] },
    permit: null,
    until: 0,
    looks: 0,
    keep: 'found',
    wasKept: false,
    outcome: 'clean',
  }),
  initial: 'storing',
  states: {
    storing: {
      invoke: {
        src: 'store',
        input: ({ context }) => ({ journal: context.input.journal, drafts: context.pending }),
        onDone: [
          {
            guard: ({ event }) => event.output.length === 0,
            target: 'reading',
            actions: { type: 'setPending', params: [] },
          },
          {
            target: 'over',
            actions: [
              { type: 'setPending', params: ({ event }) => event.output },
              { type: 'finish', params: 'storage' },
            ],
          },
        ],
        onError: NOT_STORED,
      },
    },
    reading: {
      invoke: {
        src: 'read',
        input: ({ context }) => context.input.journal,
        onDone: {
          target: 'abandoning',
          actions: [{ type: 'setUnfinished', params: ({ event }) => event.output }, 'tellDesk'],
        },
        onError: NOT_STORED,
      },
    },
    /** A citizen's money waits for no device. */
    abandoning: {
      invoke: {
        src: 'store',
        input: ({ context }) => ({
          journal: context.input.journal,
          drafts: abandonedPayments(context.unfinished),
        }),
        onDone: [{ guard: ({ event }) => event.output.length === 0, target: 'asking' }, NOT_STORED],
        onError: NOT_STORED,
      },
    },
    asking: {
      invoke: {
        src: 'ask',
        input: ({ context }) => context.input.card,
        onDone: [
          {
            guard: ({ context, event }) => event.output === 'unknown' && context.looks < LOOKS,
            target: 'waiting',
            actions: 'lookAgain',
          },
          // Nobody can say what became of the card: it is kept if it is found, and paid back now.
          {
            guard: ({ context, event }) => event.output === 'unknown' && isWriting(context),
            target: 'condemning',
            actions: { type: 'setKeep', params: 'doubtful' },
          },
          { guard: ({ event }) => event.output === 'unknown', ...BLOCKED },
          { guard: ({ context, event }) => event.output === 'none' && isWriting(context), target: 'failing' },
          { guard: ({ event }) => event.output === 'none', ...keepFor('found') },
          // Said before it was cut off; that its card failed may not be.
          { guard: 'isToBeKept', target: 'failing', actions: { type: 'setKeep', params: 'doubtful' } },
          { guard: 'isBeingWritten', target: 'looking', actions: 'lookAnew' },
          { guard: 'isClaimable', target: 'claiming' },
          { guard: ({ context }) => context.unfinished.sessions.length > 0, ...keepFor('unclaimed') },
          keepFor('found'),
        ],
        onError: BLOCKED,
      },
    },
    waiting: { after: { retry: 'asking' } },
    /** Only a card that carries what was granted was made. */
    looking: {
      invoke: {
        src: 'look',
        input: ({ context }) => context,
        onDone: [
          { guard: ({ event: { output } }) => output.ok && output.value === 'granted', target: 'written' },
          {
            guard: ({ event: { output } }) => output.ok,
            target: 'condemning',
            actions: { type: 'setKeep', params: 'misprinted' },
          },
          {
            // A blank or spoilt back stays unreadable; a printer that is busy or away may come back.
            guard: ({ context, event: { output } }) =>
              !output.ok && output.error.code === 'unreadable' && context.looks > 0,
            target: 'condemning',
            actions: { type: 'setKeep', params: 'misprinted' },
          },
          { guard: 'canLookAgain', target: 'pausing', actions: 'lookAgain' },
          { target: 'condemning', actions: { type: 'setKeep', params: 'doubtful' } },
        ],
        onError: { target: 'condemning', actions: { type: 'setKeep', params: 'doubtful' } },
      },
    },
    pausing: { after: { retry: 'looking' } },
    written: {
      invoke: {
        src: 'store',
        input: ({ context }) => ({ journal: context.input.journal, drafts: writtenCard(context.unfinished) }),
        onDone: [
          { guard: ({ event }) => event.output.length > 0, ...NOT_STORED },
          { guard: 'isClaimable', target: 'claiming' },
          keepFor('unclaimed'),
        ],
        onError: NOT_STORED,
      },
    },
    /** First that it is kept, then that it failed. */
    condemning: {
      invoke: {
        src: 'condemn',
        input: ({ context }) => ({ card: context.input.card, reason: context.keep }),
        onDone: [
          { guard: ({ event }) => event.output.length === 0, target: 'failing' },
          {
            target: 'over',
            actions: [
              { type: 'setPending', params: ({ event }) => event.output },
              { type: 'finish', params: 'storage' },
            ],
          },
        ],
        onError: NOT_STORED,
      },
    },
    failing: {
      invoke: {
        src: 'store',
        input: ({ context }) => ({ journal: context.input.journal, drafts: failedCards(context.unfinished) }),
        onDone: [{ guard: ({ event }) => event.output.length === 0, target: 'keeping' }, NOT_STORED],
        onError: NOT_STORED,
      },
    },
    claiming: claimingState,
    giving: {
      id: 'giving',
      entry: 'setTakeUntil',
      invoke: {
        src: 'giveBack',
        input: ({ context: { input } }) => ({ card: input.card, takeCardMs: input.limits.takeCardMs }),
        onDone: { target: 'leaving', actions: assign(({ context, event }) => told(context, event.output)) },
        onError: BLOCKED,
      },
    },
    keeping: {
      id: 'keeping',
      invoke: {
        src: 'keep',
        input: ({ context }) => ({ card: context.input.card, reason: context.keep }),
        onDone: { target: 'leaving', actions: assign(({ context, event }) => told(context, event.output)) },
        onError: BLOCKED,
      },
    },
    /** What became of the card is in the journal, or waits to be; whether it is out is known. */
    leaving: {
      always: [
        { guard: ({ context }) => context.pending.length > 0, ...NOT_STORED },
        {
          guard: and([({ context }) => context.wasKept, 'isClaimable']),
          target: 'telling',
        },
        { guard: ({ context }) => context.outcome === 'devices', ...BLOCKED },
        { target: 'ending' },
      ],
    },
    /** No card is kept without a word to who may stand there. */
    telling: {
      entry: 'setTellUntil',
      after: {
        tell: [{ guard: ({ context }) => context.outcome === 'devices', ...BLOCKED }, { target: 'ending' }],
      },
    },
    ending: {
      invoke: {
        src: 'store',
        input: ({ context }) => ({ journal: context.input.journal, drafts: endedSessions(context) }),
        onDone: [{ guard: ({ event }) => event.output.length === 0, target: 'wiping' }, NOT_STORED],
        onError: NOT_STORED,
      },
    },
    wiping: {
      invoke: {
        src: 'wipe',
        input: ({ context }) => context.input.peripherals,
        onDone: [
          {
            // The kiosk runs on without its slip printer; the next wipe that reaches it clears it.
            guard: ({ event: { output } }) => output.ok || output.error.device === 'receipt-printer',
            target: 'over',
            actions: { type: 'finish', params: 'clean' },
          },
          BLOCKED,
        ],
        onError: BLOCKED,
      },
    },
    over: { id: 'over', type: 'final' },
  },
  output: ({ context: { outcome, pending } }) => ({ outcome, pending }),
});

const isWriting = ({ unfinished }: RecoveryContext) =>
  unfinished.obligations.some(({ card }) => card === 'writing');

const told = ({ wasKept }: RecoveryContext, { outcome, unstored }: CardEnd) => ({
  pending: unstored,
  wasKept: wasKept || (outcome !== 'none' && outcome !== 'returned'),
  outcome: outcome === 'stuck' || outcome === 'unknown' ? ('devices' as const) : ('clean' as const),
});
