import type { DeviceClass } from '@haizhu/shared/faults/registry';
import type { EndorsementField, ReceiptField } from '@haizhu/shared/xfs/forms';
import type { ServedDevice, Status } from '@haizhu/shared/xfs/status';

/** Moments at which a jam can be prepared: it then happens at the next such movement. */
export type JamMoment = 'now' | 'entering' | 'printing' | 'returning';

/** Everything that can be done at the fault panel. Each stands for a hand, a cable or a broken part. */
export type PanelAction =
  | { readonly action: 'lay-id-card'; readonly person: string }
  | { readonly action: 'lift-id-card' }
  | { readonly action: 'insert-permit'; readonly person: string }
  | { readonly action: 'take-card' }
  | { readonly action: 'jam'; readonly device: JamDevice; readonly when: JamMoment }
  | { readonly action: 'clear-jam'; readonly device: JamDevice }
  | { readonly action: 'paper'; readonly level: 'full' | 'low' | 'out' }
  | { readonly action: 'plug'; readonly device: ServedDevice; readonly on: boolean }
  | { readonly action: 'slow'; readonly device: ServedDevice; readonly on: boolean }
  | { readonly action: 'flap'; readonly device: ServedDevice; readonly on: boolean }
  | { readonly action: 'verify-mismatch'; readonly on: boolean }
  | { readonly action: 'unreadable'; readonly what: 'id-card' | 'permit'; readonly on: boolean }
  | { readonly action: 'empty-bin' }
  | { readonly action: 'settle-payment'; readonly orderId: string; readonly result: 'paid' | 'failed' }
  /** Everything in order, nothing inserted, nothing on paper or on the cards. */
  | { readonly action: 'restore' };

export type JamDevice = 'card-reader' | 'card-printer' | 'receipt-printer';

/**
 * Where the permit card is. `offered`: held to the slot, drawn in when it opens. `exit`: put out by the machine.
 * `kept`: in the retain bin.
 */
export type CardPosition = 'hand' | 'offered' | 'exit' | 'transport' | 'printer' | 'kept';

export interface SimulatedDeviceState {
  readonly device: ServedDevice;
  readonly simulated: boolean;
  readonly status: Status;
  readonly plugged: boolean;
  readonly slow: boolean;
  readonly flapping: boolean;
  readonly jam: 'none' | 'jammed' | Exclude<JamMoment, 'now'>;
}

export interface PanelState {
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly about: { readonly zh: string; readonly en: string };
    readonly hasPermit: boolean;
    /** What is printed on the back of the person's permit card. */
    readonly endorsements: readonly EndorsementField[];
  }[];
  /** Whose ID card lies on the reader. */
  readonly plate: string | null;
  readonly permit: { readonly person: string; readonly position: CardPosition } | null;
  /** Whether the slot is open: a command waits for a card. */
  readonly slotOpen: boolean;
  readonly binCount: number;
  readonly paper: 'full' | 'low' | 'out';
  readonly verifyMismatch: boolean;
  readonly unreadable: { readonly idCard: boolean; readonly permit: boolean };
  /** Slips that came out, newest first. */
  readonly slips: readonly (readonly ReceiptField[])[];
  readonly devices: readonly SimulatedDeviceState[];
}

/** A payment order that waits at the simulated provider. */
export interface SimulatedPayment {
  readonly orderId: string;
  readonly amountFen: number;
  readonly subject: string;
}

/** What the devices hold of a citizen right now, for the test of the wipe. */
export interface PanelBuffers {
  readonly buffers: Readonly<Partial<Record<DeviceClass, string>>>;
}
