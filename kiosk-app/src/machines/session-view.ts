import type {
  EndorsementChoice,
  EndorsementGroup,
  EndorsementPlace,
} from '@haizhu/shared/catalogue/endorsement';
import type { Fee } from '@haizhu/shared/catalogue/fees';
import type { ApplicationState } from '@haizhu/shared/sync/protocol';
import type { WorkReason } from '@haizhu/shared/sync/work-limits';
import type { CardLeft, CardOutcome } from '../card/card-types.ts';
import type { ClockDoubt } from '../ports/clock.ts';
import type { CardClaim } from './kiosk-types.ts';

/** What a citizen sees of themselves: enough to recognise, too little to be read by the next in line. */
export interface PersonView {
  readonly name: string;
  readonly maskedIdNumber: string;
  readonly maskedPermitNumber: string;
  readonly permitExpiry: string;
}

/** Why a kiosk does not take an application in. Never a ground that bystanders should not know. */
export type DeclineReason =
  | 'not-a-resident-card'
  | 'under-age'
  | 'permit-expired'
  | 'not-the-same-person'
  /** The same birth and sex, and a name that may be the same in another writing: people look at it. */
  | 'name-written-otherwise'
  /** It hangs on the date, and nobody knows the date for certain. */
  | 'date-unknown'
  | 'counter-only';

/** How the visit ends, as it is told to the citizen and printed on the slip. */
export type ResultKind =
  /** The card carries the endorsement and is back. */
  | 'completed'
  /** Stored on this machine, not yet received (暂存). */
  | 'stored'
  /** Stored and received, but no decision yet: check later with the code. */
  | 'undecided'
  | 'not-accepted'
  | 'refused'
  /** Approved, not paid (given up or declined): go on at a counter. */
  | 'not-paid'
  /** Paid, the card could not be made: the money goes back, staff know. */
  | 'refund'
  /** The journal could not be written: nothing was stored and nothing happened. */
  | 'not-stored';

/** What is on the screen during a session. One of these at a time; the overlay may stand above it. */
export type SessionScreen =
  | {
      readonly screen: 'place-id-card';
      /** `left-behind`: a card lay there before this visit; nobody knows whose it is before it was lifted. */
      readonly problem: 'unreadable' | 'left-behind' | null;
    }
  | { readonly screen: 'insert-permit'; readonly problem: 'unreadable' | null }
  | {
      readonly screen: 'choose';
      readonly person: PersonView;
      readonly group: EndorsementGroup;
      readonly choices: Readonly<Partial<Record<EndorsementPlace, EndorsementChoice>>>;
      readonly fee: Fee | null;
    }
  | {
      readonly screen: 'review';
      readonly person: PersonView;
      readonly choices: readonly EndorsementChoice[];
      readonly fee: Fee;
      /** False: it will be stored here and sent later; nothing is decided or paid now. */
      readonly online: boolean;
    }
  | { readonly screen: 'storing' }
  | { readonly screen: 'deciding'; readonly state: ApplicationState | 'stored' }
  | {
      readonly screen: 'pay';
      readonly amountFen: number;
      readonly codeUrl: string;
      /** When it can no longer be paid here: the end of the order or of this visit's patience, whichever is first; by `monotonic()`. */
      readonly expiresAt: number;
      readonly problem: 'declined' | null;
      /** Not now: nobody would hear of it, so the code is covered. */
      readonly isPayable: boolean;
    }
  | { readonly screen: 'producing'; readonly phase: 'writing' | 'checking' }
  | { readonly screen: 'take-card'; readonly deadline: number }
  | {
      readonly screen: 'result';
      readonly result: ResultKind;
      /** Check code in groups of four; null where there is nothing to check. */
      readonly code: string | null;
      readonly receipt: 'printing' | 'printed' | 'sent' | 'shown';
      readonly feeFen: number;
      /**
       * A code. not-accepted, refused: the server's, if it may be told. not-paid: `canceled`, `timed-out`, `declined`,
       * `link-lost`, `interrupted`, `device-trouble`, `not-payable`. refund: `device-fault`, `verify-mismatch`, `not-begun`.
       */
      readonly reason: string | null;
      /** What became of the permit card, where it could not be given back. */
      readonly card: CardOutcome;
    }
  | { readonly screen: 'rate' }
  | {
      readonly screen: 'declined';
      readonly reason: DeclineReason;
      readonly card: CardOutcome;
    }
  | { readonly screen: 'device-trouble'; readonly card: CardOutcome }
  /** A visit that would end without a word ends with one, where its card did not come back. */
  | { readonly screen: 'card-left'; readonly card: CardLeft }
  | {
      readonly screen: 'check-code';
      readonly typed: string;
      readonly problem: 'not-a-code' | 'not-found' | 'slow-down' | null;
      readonly asking: boolean;
    }
  | {
      readonly screen: 'check-result';
      readonly status:
        | {
            readonly known: 'server';
            readonly state: ApplicationState;
            readonly reason: string | null;
            readonly payment: string;
            readonly production: string;
            readonly day: string;
          }
        | { readonly known: 'here'; readonly day: string }
        /** Of this kiosk and received by the server, which cannot be asked now. */
        | { readonly known: 'delivered'; readonly day: string }
        | { readonly known: 'offline' };
    }
  | { readonly screen: 'leaving' }
  /** Everything is wiped; an ID card still lies on the reader, as it says. */
  | { readonly screen: 'take-id-card'; readonly deadline: number }
  | { readonly screen: 'farewell' };

/** All deadlines are told by `KioskClock.monotonic()`, ms: no setting of the clock ends a visit. */
export interface SessionView {
  readonly now: SessionScreen;
  /** Set while the citizen is asked whether they are still there; at `deadline` everything is wiped. */
  readonly idleWarning: {
    readonly deadline: number;
    /** A check code that is on no paper: it is not covered by the question. */
    readonly code: string | null;
  } | null;
  /** Step of the named progress, or null where none is shown. */
  readonly step: 'identify' | 'choose' | 'review' | 'decide' | 'pay' | 'produce' | null;
}

/** What the citizen can do. A screen offers only what its state takes; anything else is ignored. */
export type SessionAction =
  | { readonly type: 'CHOOSE_GROUP'; readonly group: EndorsementGroup }
  | { readonly type: 'CHOOSE'; readonly place: EndorsementPlace; readonly choice: EndorsementChoice | null }
  | { readonly type: 'NEXT' }
  | { readonly type: 'BACK' }
  | { readonly type: 'CONFIRM' }
  | { readonly type: 'EXIT' }
  | { readonly type: 'STILL_HERE' }
  | { readonly type: 'TOUCHED' }
  | { readonly type: 'TYPE'; readonly sign: string }
  | { readonly type: 'DELETE' }
  | { readonly type: 'SET_LANGUAGE'; readonly language: 'zh' | 'en' }
  /** 长辈版: every time of the visit is twice as long. */
  | { readonly type: 'SET_PACE'; readonly slow: boolean }
  | { readonly type: 'RATE'; readonly score: 1 | 2 | 3 | 4 | 5 };

/** What is on the screen outside a session. */
export type KioskScreen =
  | { readonly screen: 'starting' }
  | {
      readonly screen: 'enrol';
      readonly problem: 'wrong-code' | 'too-many-tries' | 'offline' | 'not-understood' | 'vault' | null;
      readonly busy: boolean;
      /** Set where the machine was enrolled before: what it was, and how many entries it keeps since. */
      readonly before: { readonly kiosk: string; readonly entries: number } | null;
    }
  | { readonly screen: 'second-window' }
  /** The vault of the device service does not answer: without it nothing may be promised. */
  | { readonly screen: 'no-vault' }
  /** The browser has removed what the page stored; it comes back from the vault. */
  | { readonly screen: 'storage-lost' }
  | {
      readonly screen: 'recovering';
      /** What is asked of the holder of a permit card that was in the machine when a visit was cut off. */
      readonly claim?: CardClaim | null;
    }
  | {
      readonly screen: 'out-of-service';
      readonly faults: readonly string[];
      readonly refusal: string | null;
      /** Whether an application can be looked up all the same. */
      readonly lookUp: boolean;
    }
  | {
      readonly screen: 'stopped';
      /** Limits that are passed, for staff; those that stop first. */
      readonly reasons: readonly WorkReason[];
      /** The disk did not take an entry. */
      readonly refused: boolean;
      /** What speaks against the machine's clock, where something does. */
      readonly clock?: ClockDoubt;
      /** What is stored is kept once only. */
      readonly oneCopy?: true;
      /** Whether an application can be looked up now. */
      readonly lookUp: boolean;
    }
  | {
      readonly screen: 'attract';
      readonly online: boolean;
      readonly degraded: readonly string[];
      /** An ID card lies on the reader that somebody has left. */
      readonly idCardLies: boolean;
      /** Limits that are near: citizens may go on, staff should look. */
      readonly warnings: readonly WorkReason[];
    }
  | { readonly screen: 'session'; readonly view: SessionView };

export type KioskAction =
  | {
      readonly type: 'START';
      readonly service: 'endorsement' | 'check';
      readonly language: 'zh' | 'en';
      readonly slow?: boolean;
    }
  | { readonly type: 'ENROL'; readonly code: string }
  | SessionAction;
