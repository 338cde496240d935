import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import type { Result } from '@haizhu/shared/result';
import { assign, fromPromise, setup } from 'xstate';
import type { CardDesk } from '../card/card-desk.ts';
import type { CardEnd, KeepReason } from '../card/card-types.ts';
import type { CardPlace, DeviceError, Peripherals } from '../ports/devices.ts';
import type { Draft, Journal } from '../ports/journal.ts';
import { ageOf } from '../sync/time-mark.ts';
import { beingWritten, isWhatWasMeant, latestSession, storeAll, tellDesk } from './recovery-steps.ts';
import type { Recovered, RecoveryContext, RecoveryInput, Unfinished } from './recovery-types.ts';
import { acceptPermit, askIdCard, giveBack, readIdCard } from './session-actors.ts';

/** Questions to devices that are away or busy before what they would say is given up. */
export const LOOKS = 20;

interface Storing {
  readonly journal: Pick<Journal, 'commit'>;
  readonly drafts: readonly Draft[];
}

/** Types, actors and actions of what settles a visit that was cut off. */
export const recoverySetup = setup({
  types: {
    context: {} as RecoveryContext,
    input: {} as RecoveryInput,
    output: {} as Recovered,
  },
  actors: {
    store: fromPromise<readonly Draft[], Storing>(({ input }) => storeAll(input.journal, input.drafts)),
    read: fromPromise<Unfinished, Pick<Journal, 'unfinished'>>(({ input }) => input.unfinished()),
    ask: fromPromise<CardPlace, CardDesk>(({ input }) => input.ask()),
    look: fromPromise<Result<'granted' | 'other', DeviceError>, RecoveryContext>(({ input }) =>
      input.input.card.look(isWhatWasMeant(input.unfinished)),
    ),
    condemn: fromPromise<readonly Draft[], { readonly card: CardDesk; readonly reason: KeepReason }>(
      ({ input: { card, reason } }) => card.condemn(reason),
    ),
    readChip: acceptPermit,
    askIdCard,
    readIdCard,
    giveBack,
    keep: fromPromise<CardEnd, { readonly card: CardDesk; readonly reason: KeepReason }>(
      ({ input: { card, reason } }) => card.keep(reason),
    ),
    wipe: fromPromise<Awaited<ReturnType<Peripherals['wipe']>>, Pick<Peripherals, 'wipe'>>(({ input }) =>
      input.wipe(),
    ),
  },
  delays: {
    retry: ({ context }) => context.input.limits.retryMs,
    claim: ({ context }) => context.input.limits.claimMs,
    tell: ({ context }) => context.input.limits.tellMs,
  },
  guards: {
    isBeingWritten: ({ context }) => beingWritten(context.unfinished) !== undefined,
    isToBeKept: ({ context }) => context.unfinished.keeping !== null,
    canLookAgain: ({ context }) => context.looks < LOOKS,
    /** Whose visit it was may still stand there. */
    isClaimable: ({ context: { input, unfinished } }) => {
      const latest = latestSession(unfinished);
      const { presentMs } = input.limits;
      if (input.isFresh) return true;
      if (latest === undefined) return false;
      // Where nobody knows how long ago that was, somebody may stand there.
      const ageMs = ageOf(latest.startedAt, latest.mark, input.clock);
      return ageMs === null || ageMs <= presentMs;
    },
  },
  actions: {
    setUnfinished: assign((_, unfinished: Unfinished) => ({ unfinished, wasKept: unfinished.wasKept })),
    setPending: assign((_, pending: readonly Draft[]) => ({ pending })),
    tellDesk: ({ context }) => tellDesk(context),
    lookAgain: assign({ looks: ({ context }) => context.looks + 1 }),
    lookAnew: assign({ looks: 0 }),
    setKeep: assign((_, keep: KeepReason) => ({ keep })),
    setClaimUntil: assign({
      until: ({ context: { input } }) => input.clock.monotonic() + input.limits.claimMs,
    }),
    setTellUntil: assign({
      until: ({ context: { input } }) => input.clock.monotonic() + input.limits.tellMs,
    }),
    setTakeUntil: assign({
      until: ({ context: { input } }) => input.clock.monotonic() + input.limits.takeCardMs,
    }),
    setPermit: assign((_, permit: PermitCard | null) => ({ permit })),
    finish: assign((_, outcome: Recovered['outcome']) => ({ outcome, permit: null })),
  },
});
