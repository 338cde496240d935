import { err, type Result } from '@haizhu/shared/result';
import { assign, fromCallback, fromPromise, setup } from 'xstate';
import { storeEntry } from '../machines/store-entry.ts';
import type { CardPlace, DeviceCondition, DeviceError } from '../ports/devices.ts';
import type { Draft } from '../ports/journal.ts';
import { cardKeeping, cardReturned } from './card-drafts.ts';
import type {
  CardContext,
  CardEvent,
  CardInput,
  CardOutcome,
  CardRequest,
  KeepReason,
} from './card-types.ts';

type Of<T extends CardRequest['type']> = Extract<CardRequest, { readonly type: T }>;

/** The request that is being done, where it is of that type. */
function head<T extends CardRequest['type']>({ queue: [first] }: CardContext, ...types: readonly T[]) {
  return types.find((type) => type === first?.type) === undefined ? undefined : (first as Of<T>);
}

const NEVER_BEGAN: Result<never, DeviceError> = err({
  code: 'device-fault',
  device: 'card-reader',
  faultId: null,
  neverBegan: true,
});

/** Nobody knows what became of the command. */
export const LOST: Result<never, DeviceError> = err({
  code: 'device-fault',
  device: 'card-reader',
  faultId: null,
});

/** Devices through which a card goes, and the service that speaks for them. */
const isOfPath = ({ device }: DeviceCondition) =>
  device === 'card-reader' || device === 'card-printer' || device === 'device-service';

function canceledWith(first: AbortSignal, second: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [first, second]) {
    if (signal.aborted) both.abort();
    signal.addEventListener('abort', () => both.abort());
  }
  return both.signal;
}

/** Types, actors, guards and actions of the card's chart. */
export const cardSetup = setup({
  types: {
    context: {} as CardContext,
    events: {} as CardEvent,
    input: {} as CardInput,
  },
  actors: {
    ask: fromPromise<CardPlace, CardContext>(({ input }) => input.peripherals.askCard()),
    accept: fromPromise<Awaited<ReturnType<CardInput['peripherals']['acceptPermitCard']>>, CardContext>(
      async ({ input, signal }) => {
        const request = head(input, 'ACCEPT');
        if (request === undefined) return NEVER_BEGAN;
        return input.peripherals.acceptPermitCard(canceledWith(signal, request.signal));
      },
    ),
    print: fromPromise<Result<undefined, DeviceError>, CardContext>(async ({ input, signal }) => {
      const request = head(input, 'PRINT');
      return request === undefined
        ? NEVER_BEGAN
        : input.peripherals.printEndorsements(request.prints, signal);
    }),
    look: fromPromise<Result<'granted' | 'other', DeviceError>, CardContext>(async ({ input, signal }) => {
      const request = head(input, 'LOOK');
      if (request === undefined) return NEVER_BEGAN;
      const seen = await input.peripherals.readBackEndorsements(signal);
      return seen.ok ? { ok: true, value: request.isGranted(seen.value) ? 'granted' : 'other' } : seen;
    }),
    putOut: fromPromise<Awaited<ReturnType<CardInput['peripherals']['returnPermitCard']>>, CardContext>(
      ({ input, signal }) =>
        input.peripherals.returnPermitCard(head(input, 'GIVE_BACK')?.takeWithinMs ?? 0, signal),
    ),
    drawBack: fromPromise<unknown, CardContext>(({ input }) => input.peripherals.drawBackPermitCard()),
    retain: fromPromise<Result<undefined, DeviceError>, CardContext>(({ input, signal }) =>
      input.peripherals.retainPermitCard(signal),
    ),
    note: fromPromise<
      readonly Draft[],
      { readonly journal: CardInput['journal']; readonly draft: Draft | null }
    >(async ({ input: { journal, draft } }) => (draft === null ? [] : storeEntry(journal, draft))),
    watchPath: fromCallback<CardEvent, CardContext>(({ input, sendBack }) =>
      input.peripherals.watch((conditions) => {
        if (conditions.filter(isOfPath).some(({ online, faults }) => !online || faults.length > 0)) {
          sendBack({ type: 'DISTURBED' });
        }
      }),
    ),
  },
  delays: {
    ask: ({ context }) => context.limits.askMs,
    print: ({ context }) => context.limits.printMs,
    look: ({ context }) => context.limits.lookMs,
    move: ({ context }) => context.limits.moveMs,
    note: ({ context }) => context.limits.noteMs,
    putOut: ({ context }) => context.limits.moveMs + (head(context, 'GIVE_BACK')?.takeWithinMs ?? 0),
    pause: ({ context }) => context.limits.pauseMs,
  },
  guards: {
    isAsked: ({ context }) => head(context, 'ASK') !== undefined,
    isToAccept: ({ context }) => head(context, 'ACCEPT') !== undefined,
    isToPrint: ({ context }) => head(context, 'PRINT') !== undefined && !context.condemned,
    isToLook: ({ context }) => head(context, 'LOOK') !== undefined,
    /** Only a card that something was printed on can be misprinted or doubtful. */
    isToCondemn: ({ context }) =>
      head(context, 'CONDEMN') !== undefined && !context.condemned && context.doubtful,
    isToEnd: ({ context }) => head(context, 'GIVE_BACK', 'KEEP') !== undefined,
    /** Nothing was opened, seen or left behind: there is nothing to give back. */
    isNothingToEnd: ({ context }) =>
      head(context, 'GIVE_BACK', 'KEEP') !== undefined &&
      !context.opened &&
      !context.seen &&
      !context.condemned &&
      !context.doubtful,
    isToGiveBack: ({ context }) =>
      head(context, 'GIVE_BACK') !== undefined && !context.condemned && !context.doubtful,
    isCondemned: ({ context }) => context.condemned,
    isUnsaid: ({ context }) => context.unsaid,
    isWaitedFor: ({ context }) => context.queue.length > 0,
    isOvertaken: ({ context }) => context.queue.length > 1,
    isPatient: ({ context }) => context.patience > 0,
    wasSeen: ({ context }) => context.seen || context.condemned,
  },
  actions: {
    queue: assign(({ context, event }) =>
      event.type === 'VISIT' || event.type === 'DISTURBED' ? {} : { queue: [...context.queue, event] },
    ),
    setVisit: assign(({ event }) => {
      if (event.type !== 'VISIT') return {};
      const { session, application, left } = event;
      if (left === undefined) return { session, application };
      return {
        session,
        application,
        doubtful: left === 'doubtful',
        condemned: left === 'condemned',
        unsaid: false,
      };
    }),
    answerAsk: assign(({ context }, place: CardPlace) => {
      const request = head(context, 'ASK');
      request?.reply(place);
      return request === undefined ? {} : { queue: context.queue.slice(1) };
    }),
    answerAccept: assign(({ context }, read: Parameters<Of<'ACCEPT'>['reply']>[0]) => {
      const request = head(context, 'ACCEPT');
      request?.reply(read);
      return request === undefined ? {} : { queue: context.queue.slice(1) };
    }),
    answerPrint: assign(({ context }, printed: Parameters<Of<'PRINT'>['reply']>[0]) => {
      head(context, 'PRINT')?.reply(printed);
      return { queue: context.queue.slice(1) };
    }),
    answerLook: assign(({ context }, seen: Parameters<Of<'LOOK'>['reply']>[0]) => {
      head(context, 'LOOK')?.reply(seen);
      return {
        queue: context.queue.slice(1),
        doubtful: seen.ok && seen.value === 'granted' ? false : context.doubtful,
      };
    }),
    answerCondemn: assign(({ context }, unstored: readonly Draft[]) => {
      head(context, 'CONDEMN')?.reply(unstored);
      return { queue: context.queue.slice(1) };
    }),
    answerEnd: assign(({ context }) => {
      const { outcome, unstored } = context;
      head(context, 'GIVE_BACK', 'KEEP')?.reply({ outcome, unstored });
      const told = outcome === 'stuck' || outcome === 'unknown' ? outcome : null;
      return { queue: context.queue.slice(1), unstored: [], told };
    }),
    /** What cannot be done without a card, or with nobody knowing of one. */
    refuse: assign(({ context }) => {
      const [request] = context.queue;
      switch (request?.type) {
        case 'ACCEPT':
        case 'PRINT':
        case 'LOOK':
          request.reply(NEVER_BEGAN);
          break;
        case 'CONDEMN':
          request.reply([]);
          break;
        case 'ASK':
          request.reply('unknown');
          break;
        case 'GIVE_BACK':
        case 'KEEP':
        case undefined:
          return {};
      }
      return { queue: context.queue.slice(1) };
    }),
    open: assign({ opened: true }),
    see: assign({ seen: true, opened: true }),
    doubt: assign({ doubtful: true }),
    condemn: assign({ condemned: true }),
    condemnUnsaid: assign({ condemned: true, unsaid: true }),
    setReason: assign((_, reason: KeepReason) => ({ reason })),
    setKeepReason: assign(({ context }) => {
      const request = head(context, 'KEEP', 'CONDEMN');
      return { reason: request?.reason ?? ('doubtful' as const) };
    }),
    setOutcome: assign((_, outcome: CardOutcome) => ({ outcome })),
    /** The card was seen going in and nothing says that it came out; or nobody ever saw one. */
    setLostSight: assign(({ context }) => ({
      outcome: context.seen ? ('stuck' as const) : ('unknown' as const),
    })),
    setUnstored: assign(({ context }, unstored: readonly Draft[]) => ({
      unstored: [...context.unstored, ...unstored],
    })),
    setUnstoredKeeping: assign(({ context }) => ({ unstored: [...context.unstored, cardKeeping(context)] })),
    setUnstoredReturned: assign(({ context }) => {
      const draft = cardReturned(context);
      return draft === null ? {} : { unstored: [...context.unstored, draft] };
    }),
    bePatient: assign(({ context: { limits } }) => ({
      patience: Math.ceil(limits.patienceMs / limits.pauseMs),
    })),
    /** What a device could not move it seldom can a moment later. */
    loseMostPatience: assign(({ context }) => ({ patience: Math.min(context.patience - 1, 2) })),
    loseAPatience: assign(({ context }) => ({ patience: context.patience - 1 })),
    /** No card is in the machine. */
    forget: assign({ opened: false, seen: false, doubtful: false, condemned: false, unsaid: false }),
    forgetOpening: assign({ opened: false }),
  },
});
