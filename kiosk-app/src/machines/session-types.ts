import type {
  EndorsementChoice,
  EndorsementGroup,
  EndorsementPlace,
} from '@haizhu/shared/catalogue/endorsement';
import type { IdCard } from '@haizhu/shared/identity/id-card';
import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import type { EntryBody } from '@haizhu/shared/journal/kinds';
import type { ApplicationStatus, PayOrder } from '@haizhu/shared/sync/protocol';
import type { CardDesk, CardKnown } from '../card/card-desk.ts';
import type { CardOutcome } from '../card/card-types.ts';
import type { KioskClock } from '../ports/clock.ts';
import type { Peripherals } from '../ports/devices.ts';
import type { Draft, Journal } from '../ports/journal.ts';
import type { LinkState, ServerLink } from '../ports/server-link.ts';
import type { DeclineReason, ResultKind, SessionAction, SessionScreen } from './session-view.ts';

/** As many bytes as asked for, from a cryptographic source. */
export type RandomBytes = (count: number) => Uint8Array;

/** All in ms. Longer ones of the elder-friendly norms are the defaults: nobody is hurried for a few seconds. */
export interface SessionLimits {
  /** Without a touch before the citizen is asked whether they are still there. */
  readonly idleMs: number;
  /** Between that question and the wipe; extended by one touch, as often as needed (WCAG 2.2.1: at least 20 s). */
  readonly warningMs: number;
  /** A returned card that is not taken within this is drawn in and kept. */
  readonly takeCardMs: number;
  /** How long a citizen waits for the decision before going home with a code. */
  readonly decideMs: number;
  /** Longest time for paying one order; shorter where the order ends sooner. */
  readonly payMs: number;
  /** How long the link may be away in front of a waiting citizen. */
  readonly linkGraceMs: number;
  /** Between two tries of something that failed for the moment. */
  readonly retryMs: number;
  readonly receiptMs: number;
  /** Like `idleMs`, on a last screen. */
  readonly lingerMs: number;
  /** Like `idleMs`, while a check code is on the screen and on no paper. */
  readonly codeMs: number;
  /** How long an ID card that was left is asked to be taken; then the next citizen is told of it. */
  readonly takeIdCardMs: number;
  readonly farewellMs: number;
}

export const SESSION_LIMITS: SessionLimits = {
  idleMs: 60_000,
  warningMs: 20_000,
  takeCardMs: 30_000,
  decideMs: 90_000,
  payMs: 180_000,
  linkGraceMs: 20_000,
  retryMs: 2000,
  receiptMs: 20_000,
  lingerMs: 30_000,
  codeMs: 300_000,
  takeIdCardMs: 30_000,
  farewellMs: 4000,
};

export interface SessionDeps {
  readonly peripherals: Peripherals;
  readonly card: CardDesk;
  readonly journal: Pick<Journal, 'commit' | 'findByLookup'>;
  readonly link: Pick<ServerLink, 'state' | 'watch' | 'watchApplication' | 'check' | 'pay'>;
  readonly clock: KioskClock;
  readonly randomBytes: RandomBytes;
  readonly limits: SessionLimits;
}

export interface SessionInput {
  readonly deps: SessionDeps;
  readonly service: 'endorsement' | 'check';
  readonly language: 'zh' | 'en';
  /** Open faults that stop service. */
  readonly faults: readonly string[];
  readonly slow: boolean;
  /** An ID card lay on the reader before anybody touched the screen. */
  readonly idCardLies: boolean;
}

export type SessionOutcome = EntryBody<'session.ended'>['outcome'];

/** What the kiosk must still do after a session before the next citizen is let in. */
export interface SessionOutput {
  /** Entries that could not be stored and have to be, in this order. */
  readonly pending: readonly Draft[];
  /** Whether every buffer of the devices was cleared. */
  readonly wiped: boolean;
  /** An ID card still lies on the reader. */
  readonly idCardLies: boolean;
}

/** What is known of the citizen. Replaced as a whole: nothing of it outlives the commit or the wipe. */
export interface Personal {
  readonly idCard: IdCard | null;
  readonly permit: PermitCard | null;
}

export interface SessionResult {
  readonly kind: ResultKind;
  readonly reason: string | null;
}

export type PaymentGivenUp = EntryBody<'payment.abandoned'>['reason'];

export interface SessionContext {
  readonly deps: SessionDeps;
  readonly service: 'endorsement' | 'check';
  readonly language: 'zh' | 'en';
  /** The visit of somebody who wants more time. */
  readonly slow: boolean;
  readonly idCardLies: boolean;
  readonly session: string;
  /** By the monotonic clock, as all that is compared in a visit. */
  readonly startedAt: number;
  readonly link: LinkState;
  readonly faults: readonly string[];
  /** What is known of the permit card at this moment. */
  readonly cardKnown: CardKnown;
  readonly personal: Personal;
  readonly group: EndorsementGroup;
  readonly choices: Readonly<Partial<Record<EndorsementPlace, EndorsementChoice>>>;
  readonly problem: 'unreadable' | 'left-behind' | null;
  readonly permitTries: number;
  readonly application: string | null;
  /** The citizen's check code, as issued. */
  readonly code: string | null;
  readonly mode: 'attended' | 'intake';
  readonly feeFen: number;
  readonly status: ApplicationStatus | null;
  readonly order: PayOrder | null;
  readonly orders: number;
  readonly payProblem: 'declined' | null;
  readonly payTries: number;
  readonly givenUp: PaymentGivenUp;
  readonly attempts: number;
  /** Tries of a device or disk that did not answer, within one state. */
  readonly tries: number;
  readonly cardFailure: Pick<EntryBody<'card.failed'>, 'fault' | 'reason'>;
  readonly deadline: number;
  readonly warningDeadline: number;
  readonly card: CardOutcome;
  /** A screen has said what became of the card. */
  readonly toldOfCard: boolean;
  readonly result: SessionResult | null;
  readonly declined: DeclineReason | null;
  readonly receipt: 'printing' | 'printed' | 'sent' | 'shown';
  /** The citizen has touched "done" while the slip was still being printed. */
  readonly hurried: boolean;
  /** Null while the visit can still end in any way. */
  readonly outcome: SessionOutcome | null;
  /** What is shown once the card is out of the way; null while the visit goes on. */
  readonly ending: 'leave' | 'declined' | 'trouble' | 'result' | null;
  /** Whether `session.started` is in the journal. */
  readonly started: boolean;
  readonly lastStep: string;
  readonly typed: string;
  readonly checkProblem: Extract<SessionScreen, { screen: 'check-code' }>['problem'];
  readonly checked: Extract<SessionScreen, { screen: 'check-result' }>['status'] | null;
  readonly score: 1 | 2 | 3 | 4 | 5 | null;
  readonly pending: readonly Draft[];
  readonly wiped: boolean;
}

export type SessionEvent =
  | SessionAction
  /** A card of the citizen was read: a sign that they are there. */
  | { readonly type: 'CARD_READ' }
  | { readonly type: 'LINK'; readonly state: LinkState }
  /** Faults that stop service, as they are now. */
  | { readonly type: 'FAULTS'; readonly faults: readonly string[] }
  | { readonly type: 'STATUS'; readonly status: ApplicationStatus }
  | { readonly type: 'CARD'; readonly known: CardKnown };
