import { lookupText } from '@haizhu/shared/journal/check-code';
import type { EntryBody } from '@haizhu/shared/journal/kinds';
import { err, type Result } from '@haizhu/shared/result';
import type { ApplicationStatus } from '@haizhu/shared/sync/protocol';
import { beijingDay } from '@haizhu/shared/time/beijing';
import { fromCallback, fromPromise } from 'xstate';
import type { DeviceError, EndorsementPrint, Peripherals } from '../ports/devices.ts';
import type { CommitError, Committed, Draft } from '../ports/journal.ts';
import { sha256Hex } from '../sync/digest.ts';
import type { CardOutcome, CardPath } from './card-path.ts';
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

export const acceptPermit = fromPromise<Awaited<ReturnType<CardPath['acceptPermitCard']>>, CardPath>(
  ({ input, signal }) => input.acceptPermitCard(signal),
);

export const print = fromPromise<
  Result<undefined, DeviceError>,
  { readonly cardPath: CardPath; readonly prints: readonly EndorsementPrint[] }
>(({ input, signal }) => input.cardPath.printEndorsements(input.prints, signal));

export const readBack = fromPromise<Result<readonly EndorsementPrint[], DeviceError>, CardPath>(
  ({ input, signal }) => input.readBackEndorsements(signal),
);

/** Gets the card out of the machine, or keeps it, and writes down which. */
export const giveBack = fromPromise<
  { readonly card: CardOutcome; readonly unstored: readonly Draft[] },
  {
    readonly deps: SessionDeps;
    readonly cardPath: CardPath;
    readonly session: string;
    readonly keep: boolean;
  }
>(async ({ input }) => {
  const { deps, cardPath, keep } = input;
  const card = await (keep ? cardPath.keep() : cardPath.giveBack(deps.limits.takeCardMs));
  if (card === 'none') return { card, unstored: [] };
  const how = card === 'returned' ? 'taken' : card;
  const body = { session: input.session as EntryBody<'card.returned'>['session'], how } as const;
  return { card, unstored: await storeEntry(deps.journal, { kind: 'card.returned', body }) };
});

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
  { readonly deps: SessionDeps; readonly ended: Draft | null }
>(async ({ input }) => {
  const { deps, ended } = input;
  const wiped = await deps.peripherals.wipe();
  return {
    // The kiosk runs on without its slip printer; the next wipe that reaches it clears it.
    wiped: wiped.ok || wiped.error.device === 'receipt-printer',
    unstored: ended === null ? [] : await storeEntry(deps.journal, ended),
  };
});
