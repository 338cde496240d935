import { lookupText } from '@haizhu/shared/journal/check-code';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { ApplicationStatus } from '@haizhu/shared/sync/protocol';
import { beijingDay } from '@haizhu/shared/time/beijing';
import { fromCallback, fromPromise } from 'xstate';
import type { CardDesk } from '../card/card-desk.ts';
import { isSamePrint } from '../card/card-print.ts';
import type { CardEnd } from '../card/card-types.ts';
import type { DeviceError, EndorsementPrint, Peripherals } from '../ports/devices.ts';
import type { CommitError, Committed, Draft } from '../ports/journal.ts';
import { sha256Hex } from '../sync/digest.ts';
import { type ReceiptFacts, receiptLines } from './receipt-lines.ts';
import type { SessionDeps, SessionEvent } from './session-types.ts';
import type { SessionScreen } from './session-view.ts';
import { storeEntry } from './store-entry.ts';

type Told = Extract<SessionScreen, { screen: 'check-result' }>['status'];

/** An entry that has to be in the journal before anything further happens. */
export const commitFirst = fromPromise<
  Result<Committed, CommitError>,
  { readonly deps: SessionDeps; readonly draft: Draft | null }
>(async ({ input }) => (input.draft === null ? err('invalid') : input.deps.journal.commit(input.draft)));

/** An entry of something that has happened. Gives what could not be stored. */
export const note = fromPromise<
  readonly Draft[],
  { readonly deps: SessionDeps; readonly draft: Draft | null }
>(async ({ input }) => (input.draft === null ? [] : storeEntry(input.deps.journal, input.draft)));

export const watchLink = fromCallback<SessionEvent, SessionDeps>(({ input, sendBack }) =>
  input.link.watch((state) => sendBack({ type: 'LINK', state })),
);

export const watchStatus = fromCallback<
  SessionEvent,
  { readonly deps: SessionDeps; readonly application: string }
>(({ input, sendBack }) =>
  input.deps.link.watchApplication(input.application, (status: ApplicationStatus) =>
    sendBack({ type: 'STATUS', status }),
  ),
);

export const readIdCard = fromPromise<
  Awaited<ReturnType<Peripherals['readIdCard']>>,
  Pick<Peripherals, 'readIdCard'>
>(({ input, signal }) => input.readIdCard(signal));

export const askIdCard = fromPromise<
  Awaited<ReturnType<Peripherals['askIdCard']>>,
  Pick<Peripherals, 'askIdCard'>
>(({ input }) => input.askIdCard());

export const watchCard = fromCallback<SessionEvent, CardDesk>(({ input, sendBack }) =>
  input.watch((known) => sendBack({ type: 'CARD', known })),
);

export const acceptPermit = fromPromise<Awaited<ReturnType<CardDesk['accept']>>, CardDesk>(
  ({ input, signal }) => input.accept(signal),
);

interface PrintInput {
  readonly card: CardDesk;
  readonly prints: readonly EndorsementPrint[];
}

export const print = fromPromise<Result<undefined, DeviceError>, PrintInput>(({ input: { card, prints } }) =>
  card.print(prints),
);

/** Looks at the card: whether what was granted stands on it. */
export const look = fromPromise<Result<'granted' | 'other', DeviceError>, PrintInput>(
  ({ input: { card, prints } }) => card.look((seen) => isSamePrint(seen, prints)),
);

/** Says in the journal that the card is kept. Gives what could not be stored. */
export const condemn = fromPromise<
  readonly Draft[],
  { readonly card: CardDesk; readonly reason: 'misprinted' | 'doubtful' }
>(({ input: { card, reason } }) => card.condemn(reason));

/** Gets the card out of the machine, or keeps it where it must not go out, and writes down which. */
export const giveBack = fromPromise<CardEnd, { readonly card: CardDesk; readonly takeCardMs: number }>(
  ({ input: { card, takeCardMs } }) => card.giveBack(takeCardMs),
);

export const openOrder = fromPromise<
  Awaited<ReturnType<SessionDeps['link']['pay']>>,
  { readonly deps: SessionDeps; readonly application: string }
>(({ input }) => input.deps.link.pay(input.application));

export const printSlip = fromPromise<
  Result<undefined, DeviceError>,
  { readonly deps: SessionDeps; readonly facts: ReceiptFacts }
>(({ input, signal }) => input.deps.peripherals.printReceipt(receiptLines(input.facts), signal));

/** What can be said of an application by its code: by the server, else by this kiosk's own journal. */
export const checkCode = fromPromise<
  Told | 'not-found' | 'slow-down',
  { readonly deps: SessionDeps; readonly code: string }
>(async ({ input }) => {
  const { link, journal } = input.deps;
  const lookup = sha256Hex(lookupText(input.code));
  const answer = await link.check(lookup);
  if (answer.ok) {
    const { state, reason, payment, production, submittedDay } = answer.value;
    return { known: 'server', state, reason, payment, production, day: submittedDay };
  }
  if (answer.error === 'slow-down') return 'slow-down';
  const here = await journal.findByLookup(lookup);
  if (here === null) return answer.error === 'not-found' ? 'not-found' : { known: 'offline' };
  if (!here.acknowledged) return { known: 'here', day: beijingDay(here.at) };
  // An acknowledged one that the server does not find is no mistake of the citizen's, and nothing to promise on.
  return answer.error === 'not-found'
    ? { known: 'offline' }
    : { known: 'delivered', day: beijingDay(here.at) };
});

/** Clears every buffer of the devices and closes the session in the journal. */
export const wipe = fromPromise<
  { readonly wiped: boolean; readonly unstored: readonly Draft[] },
  { readonly deps: SessionDeps; readonly ended: Draft | null; readonly isTouched: boolean }
>(async ({ input }) => {
  const { deps, ended, isTouched } = input;
  // Who only asked with a code has used no device: one that cannot be cleared is in nobody's way.
  const wiped = isTouched ? await deps.peripherals.wipe() : ok();
  return {
    // The kiosk runs on without its slip printer; the next wipe that reaches it clears it.
    wiped: wiped.ok || wiped.error.device === 'receipt-printer',
    unstored: ended === null ? [] : await storeEntry(deps.journal, ended),
  };
});
