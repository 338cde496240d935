import type { DeviceClass, FaultId } from '@haizhu/shared/faults/registry';
import type { IdCard } from '@haizhu/shared/identity/id-card';
import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import type { Result } from '@haizhu/shared/result';

/** Why a peripheral could not do what it was asked. `faultId` names a fault of the registry when it is one. */
export interface DeviceError {
  /** `unconfirmed`: it was sent to a device that never answers; nobody knows whether it was done. */
  readonly code:
    | 'unconfirmed'
    | 'timed-out'
    | 'canceled'
    | 'unreadable'
    | 'not-a-resident-card'
    | 'device-fault';
  readonly device: DeviceClass;
  readonly faultId: FaultId | null;
  /** Set where the command never reached the device: nothing was moved, printed or read. */
  readonly neverBegan?: true;
}

/** One endorsement as it is printed on the back of the permit card. */
export interface EndorsementPrint {
  readonly place: 'HKG' | 'MAC';
  readonly group: 'L' | 'G';
  readonly entries: 1 | 2;
  /** Days as YYYY-MM-DD, Beijing. */
  readonly validFrom: string;
  readonly validUntil: string;
  /** Number the authority gave to this endorsement. */
  readonly number: string;
}

export interface ReceiptLine {
  readonly text: string;
  readonly style: 'title' | 'normal' | 'big' | 'rule';
}

/**
 * Where a permit card is, as the devices say when they are asked. `exit`: at the slot, within anybody's reach.
 * `unknown`: a device does not answer, is busy, or does not know.
 */
export type CardPlace = 'none' | 'inside' | 'exit' | 'unknown';

/** What the device service says of one device, already named by the registry. */
export interface DeviceCondition {
  readonly device: DeviceClass;
  readonly online: boolean;
  /** Faults present at this moment, before debounce. */
  readonly faults: readonly FaultId[];
  /** True where the device is a simulator: the screen says so. */
  readonly simulated: boolean;
}

/**
 * The peripherals of one kiosk. Every call takes a signal: aborting cancels the device command and resolves
 * with `canceled`. Calls never throw for a device's failure.
 */
export interface Peripherals {
  /** Waits until an ID card lies on the reader and reads it. */
  readIdCard(signal: AbortSignal): Promise<Result<IdCard, DeviceError>>;
  /** Opens the slot, waits for a permit card, draws it in and reads its chip. The device then holds the card. */
  acceptPermitCard(signal: AbortSignal): Promise<Result<PermitCard, DeviceError>>;
  /** Erases and prints the back of the card that is held. Never repeated blindly: verify first. */
  printEndorsements(
    prints: readonly EndorsementPrint[],
    signal: AbortSignal,
  ): Promise<Result<undefined, DeviceError>>;
  /** Reads the printed back again; the caller compares. */
  readBackEndorsements(signal: AbortSignal): Promise<Result<readonly EndorsementPrint[], DeviceError>>;
  /** Asks every device of the card's path anew. Answers within seconds; never from what was said before. */
  askCard(): Promise<CardPlace>;
  /** Whether an ID card lies on the reader, asked anew. */
  askIdCard(): Promise<'none' | 'here' | 'unknown'>;
  /** Moves the held card to the exit and waits until it is taken, at most `takeWithinMs`; then it lies there still. */
  returnPermitCard(
    takeWithinMs: number,
    signal: AbortSignal,
  ): Promise<Result<'taken' | 'not-taken' | 'no-card', DeviceError>>;
  /** Draws a card that lies at the exit back into the machine. */
  drawBackPermitCard(): Promise<Result<undefined, DeviceError>>;
  /** Keeps the held card in the retain bin. */
  retainPermitCard(signal: AbortSignal): Promise<Result<undefined, DeviceError>>;
  printReceipt(lines: readonly ReceiptLine[], signal: AbortSignal): Promise<Result<undefined, DeviceError>>;
  /** Clears every buffer that may hold something of the citizen. Part of the wipe after each session. */
  wipe(): Promise<Result<undefined, DeviceError>>;
  /** Tells the conditions of all devices, at once and at each change. Returns how to stop listening. */
  watch(listener: (conditions: readonly DeviceCondition[]) => void): () => void;
}
