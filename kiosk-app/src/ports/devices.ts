import type { DeviceClass, FaultId } from '@haizhu/shared/faults/registry';
import type { IdCard } from '@haizhu/shared/identity/id-card';
import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import type { Result } from '@haizhu/shared/result';

/** Why a peripheral could not do what it was asked. `faultId` names a fault of the registry when it is one. */
export interface DeviceError {
  readonly code: 'timed-out' | 'canceled' | 'unreadable' | 'not-a-resident-card' | 'device-fault';
  readonly device: DeviceClass;
  readonly faultId: FaultId | null;
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
  /** Moves the held card to the exit and waits until it is taken; after `takeWithinMs` it is drawn in and kept. */
  returnPermitCard(
    takeWithinMs: number,
    signal: AbortSignal,
  ): Promise<Result<'taken' | 'retained' | 'no-card', DeviceError>>;
  /** Keeps the held card in the retain bin. */
  retainPermitCard(signal: AbortSignal): Promise<Result<undefined, DeviceError>>;
  printReceipt(lines: readonly ReceiptLine[], signal: AbortSignal): Promise<Result<undefined, DeviceError>>;
  /** Clears every buffer that may hold something of the citizen. Part of the wipe after each session. */
  wipe(): Promise<Result<undefined, DeviceError>>;
  /** Tells the conditions of all devices, at once and at each change. Returns how to stop listening. */
  watch(listener: (conditions: readonly DeviceCondition[]) => void): () => void;
}
