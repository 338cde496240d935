import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import type { CardDesk } from '../card/card-desk.ts';
import type { KeepReason } from '../card/card-types.ts';
import type { KioskClock } from '../ports/clock.ts';
import type { Peripherals } from '../ports/devices.ts';
import type { Draft, Journal } from '../ports/journal.ts';

export type Unfinished = Awaited<ReturnType<Journal['unfinished']>>;

/** All in ms. */
export interface RecoveryLimits {
  /** A citizen whose visit began this recently may still stand there, and can have the card back. */
  readonly presentMs: number;
  /** How long the holder is waited for, to lay the ID card down. */
  readonly claimMs: number;
  readonly takeCardMs: number;
  /** How long it is told that a card was kept, before the next citizen is let in. */
  readonly tellMs: number;
  /** Between two looks at the ID reader. */
  readonly retryMs: number;
}

export interface RecoveryInput {
  readonly peripherals: Pick<Peripherals, 'readIdCard' | 'askIdCard' | 'wipe'>;
  readonly card: CardDesk;
  readonly journal: Pick<Journal, 'commit' | 'unfinished'>;
  readonly clock: KioskClock;
  readonly limits: RecoveryLimits;
  /** The visit ended a moment ago, in this run: its citizen may stand there still. */
  readonly isFresh: boolean;
  /** Entries that a visit could not store. */
  readonly pending: readonly Draft[];
}

export interface Recovered {
  /** `storage`: the journal cannot be written, so nobody is let in. `devices`: the card's path was not cleared. */
  readonly outcome: 'clean' | 'storage' | 'devices';
  /** What is still to be stored. */
  readonly pending: readonly Draft[];
}

export interface RecoveryContext {
  readonly input: RecoveryInput;
  readonly pending: readonly Draft[];
  readonly unfinished: Unfinished;
  /** The permit in the machine, while its holder is waited for. */
  readonly permit: PermitCard | null;
  /** Until when the ID card can be laid down; the card in the slot be taken. Times of the kiosk's clock. */
  readonly until: number;
  readonly looks: number;
  readonly keep: KeepReason;
  /** The card did not go back to a citizen who may stand there. */
  readonly wasKept: boolean;
  readonly outcome: Recovered['outcome'];
}
