import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import type { EntryBody } from '@haizhu/shared/journal/kinds';
import type { Result } from '@haizhu/shared/result';
import type { CardPlace, DeviceError, EndorsementPrint, Peripherals } from '../ports/devices.ts';
import type { Draft, Journal } from '../ports/journal.ts';

export type KeepReason = EntryBody<'card.keeping'>['reason'];

/**
 * What became of a permit card. `none`: there was none. `stuck`: in the machine, and nothing moves it. `gone`: staff
 * took it out, or it is in the bin. `unknown`: no device can say whether there is one.
 */
export type CardOutcome = 'none' | 'returned' | 'retained' | 'stuck' | 'gone' | 'unknown';

/** A card that did not come back. */
export type CardLeft = Exclude<CardOutcome, 'none' | 'returned'>;

export interface CardEnd {
  readonly outcome: CardOutcome;
  /** Entries that could not be stored, and have to be in this order before anything else happens to the card. */
  readonly unstored: readonly Draft[];
}

/** What is asked of the card's chart; each is answered once, in turn. */
export type CardRequest =
  /** Asks the devices where the card is. */
  | { readonly type: 'ASK'; reply(place: CardPlace): void }
  /** Opens the slot and reads the card that is put in; reads the one that is held. */
  | {
      readonly type: 'ACCEPT';
      readonly signal: AbortSignal;
      reply(read: Result<PermitCard, DeviceError>): void;
    }
  | {
      readonly type: 'PRINT';
      readonly prints: readonly EndorsementPrint[];
      reply(printed: Result<undefined, DeviceError>): void;
    }
  /** Reads the back of the held card and compares it. */
  | {
      readonly type: 'LOOK';
      isGranted(seen: readonly EndorsementPrint[]): boolean;
      reply(seen: Result<'granted' | 'other', DeviceError>): void;
    }
  /** Says in the journal that this card is to be kept, before anything that follows from it. */
  | { readonly type: 'CONDEMN'; readonly reason: KeepReason; reply(unstored: readonly Draft[]): void }
  | { readonly type: 'GIVE_BACK'; readonly takeWithinMs: number; reply(end: CardEnd): void }
  | { readonly type: 'KEEP'; readonly reason: KeepReason; reply(end: CardEnd): void };

export type CardEvent =
  | CardRequest
  /** Whose card it is, and what the journal says of it where an earlier run left it. */
  | {
      readonly type: 'VISIT';
      readonly session: string | null;
      readonly application: string | null;
      readonly left?: 'doubtful' | 'condemned';
    }
  /** A device of the card's path is not as it should be: what it said before holds no longer. */
  | { readonly type: 'DISTURBED' };

/** All in ms. A device's own deadlines are shorter: these are for one that keeps none. */
export interface CardLimits {
  readonly askMs: number;
  readonly printMs: number;
  readonly lookMs: number;
  /** Of one movement; the time to take the card comes on top. */
  readonly moveMs: number;
  readonly noteMs: number;
  /** How long a citizen who leaves waits for a device that does not answer. */
  readonly patienceMs: number;
  /** Between two questions to a device that does not answer. */
  readonly pauseMs: number;
}

export const CARD_LIMITS: CardLimits = {
  askMs: 8000,
  printMs: 120_000,
  lookMs: 60_000,
  moveMs: 60_000,
  noteMs: 20_000,
  patienceMs: 15_000,
  pauseMs: 1000,
};

export interface CardInput {
  readonly peripherals: Pick<
    Peripherals,
    | 'askCard'
    | 'acceptPermitCard'
    | 'printEndorsements'
    | 'readBackEndorsements'
    | 'returnPermitCard'
    | 'drawBackPermitCard'
    | 'retainPermitCard'
    | 'watch'
  >;
  readonly journal: Pick<Journal, 'commit'>;
  readonly limits?: Partial<CardLimits>;
}

export interface CardContext {
  readonly peripherals: CardInput['peripherals'];
  readonly journal: CardInput['journal'];
  readonly limits: CardLimits;
  /** Requests that wait; the first is being done. */
  readonly queue: readonly CardRequest[];
  readonly session: string | null;
  readonly application: string | null;
  /** The slot was opened, or a card was seen, since the devices last said that there is none. */
  readonly opened: boolean;
  /** A card was seen in the machine, and not out of it since. */
  readonly seen: boolean;
  /** Something was printed that nobody has looked at and found right. */
  readonly doubtful: boolean;
  /** The journal says that it is kept. */
  readonly condemned: boolean;
  /** That it is kept could not be stored: it stays where it is until it is. */
  readonly unsaid: boolean;
  /** Why it is being kept. */
  readonly reason: KeepReason;
  /** Questions left for a device that does not answer. */
  readonly patience: number;
  readonly outcome: CardOutcome;
  /** The last `stuck` or `unknown` that the journal was told: it is not told the same at every try. */
  readonly told: CardOutcome | null;
  readonly unstored: readonly Draft[];
}
