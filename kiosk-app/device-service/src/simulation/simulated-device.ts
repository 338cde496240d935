import type { ServiceName, Status } from '@haizhu/shared/xfs/status';
import type { CommandContext, Device, DeviceCommand, Outcome } from '../device.ts';
import { Interrupted, type SimulatedUnit } from './unit.ts';

export interface SimulatedParts {
  readonly service: ServiceName;
  readonly unit: SimulatedUnit;
  /** Members of the status beside `common`, while the device answers. */
  status(): Omit<Status, 'common'>;
  /** The same members once the cable is out: what they are is then not known. */
  readonly unknown: Omit<Status, 'common'>;
  /** Carries a command out; may throw `Interrupted`. */
  run(command: DeviceCommand, context: CommandContext): Promise<Outcome>;
  clearBuffers(): void;
}

/** A simulated device from its parts: what an unplugged cable or a cancel does is the same for all. */
export function simulatedDevice(parts: SimulatedParts): Device {
  return {
    service: parts.service,
    simulated: true,
    model: `Simulated ${parts.service}`,
    status: () =>
      parts.unit.plugged
        ? { common: { device: 'online' }, ...parts.status() }
        : { common: { device: 'offline' }, ...parts.unknown },
    async execute(command, context) {
      if (!parts.unit.plugged) return { code: 'deviceNotReady' };
      try {
        return await parts.run(command, context);
      } catch (error) {
        if (!(error instanceof Interrupted)) throw error;
        return error.why === 'gone' ? { code: 'deviceNotReady' } : { code: 'canceled' };
      }
    },
    clearBuffers: async () => parts.clearBuffers(),
    onChange: (listener) => parts.unit.onChange(listener),
    close: async () => parts.unit.close(),
  };
}
