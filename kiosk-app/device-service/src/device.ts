import type { CommandName, CommandPayload, ErrorCode } from '@haizhu/shared/xfs/commands';
import type { CompletionCode } from '@haizhu/shared/xfs/envelope';
import type { EventName } from '@haizhu/shared/xfs/events';
import type { ServiceName, Status } from '@haizhu/shared/xfs/status';

/** How a command ended. `errorCode` goes with `commandErrorCode`. */
export type Outcome =
  | { readonly code: 'success'; readonly payload?: Readonly<Record<string, unknown>> }
  | {
      readonly code: Exclude<CompletionCode, 'success'>;
      readonly errorCode?: ErrorCode;
      /** For engineers; never holds anything of a citizen. */
      readonly description?: string;
    };

export const SUCCESS: Outcome = { code: 'success' };

export function commandError(errorCode: ErrorCode): Outcome {
  return { code: 'commandErrorCode', errorCode };
}

/** Commands that reach a device; the others are answered for it. */
type DeviceCommandName = Exclude<CommandName, `Common.${string}` | `ServicePublisher.${string}`>;
export type DeviceCommand = {
  [C in DeviceCommandName]: { readonly name: C; readonly payload: CommandPayload<C> };
}[DeviceCommandName];

export interface CommandContext {
  /** Aborted by `Common.Cancel`, by the command's timeout, or when the client is gone. */
  readonly signal: AbortSignal;
  /** Sends an event that belongs to this command. */
  event(name: EventName, payload?: Readonly<Record<string, unknown>>): void;
}

/**
 * One device behind one service. A driver never throws for a failure of its device: it ends the command with a
 * code and shows the fault in its status. What cannot be undone half-way (a card being printed) is not cut short
 * by the signal.
 */
export interface Device {
  readonly service: ServiceName;
  readonly simulated: boolean;
  /** What stands in `Common.Capabilities` as the model. */
  readonly model: string;
  status(): Status;
  execute(command: DeviceCommand, context: CommandContext): Promise<Outcome>;
  /** Forgets what is held of a citizen, in the driver and, where it can be reached, in the device. */
  clearBuffers(): Promise<void>;
  /** Calls after every change of the status, also at ones that do not show. Returns how to stop. */
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** A device that is not configured: its service exists and says `noDevice`. */
export function missingDevice(service: ServiceName): Device {
  return {
    service,
    simulated: false,
    model: 'none',
    status: () => ({ common: { device: 'noDevice' } }),
    execute: async () => ({ code: 'deviceNotReady', description: 'no device configured' }),
    clearBuffers: async () => {},
    onChange: () => () => {},
    close: async () => {},
  };
}
