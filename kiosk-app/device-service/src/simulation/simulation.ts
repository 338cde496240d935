import type { DeviceClass } from '@haizhu/shared/faults/registry';
import { SERVICES, type ServedDevice } from '@haizhu/shared/xfs/status';
import type { Device } from '../device.ts';
import { createSimulatedCardPrinter } from './card-printer.ts';
import { createSimulatedCardReader } from './card-reader.ts';
import { createSimulatedIdReader } from './id-reader.ts';
import type { PanelState } from './panel-types.ts';
import { createSimulatedReceiptPrinter } from './receipt-printer.ts';
import type { SimulatedWorld } from './world.ts';

type Simulated = Device & { held(): string };

/** A whole simulated machine: its world, which is there before and after it, and one device of each class. */
export class Simulation {
  readonly world: SimulatedWorld;
  readonly devices: Readonly<Record<ServedDevice, Simulated>>;

  constructor(world: SimulatedWorld) {
    this.world = world;
    this.devices = {
      'id-reader': createSimulatedIdReader(this.world),
      'card-reader': createSimulatedCardReader(this.world),
      'card-printer': createSimulatedCardPrinter(this.world),
      'receipt-printer': createSimulatedReceiptPrinter(this.world),
    };
  }

  /** What the panel shows. `real` are the devices that serve in place of simulated ones. */
  state(served: readonly Device[]): PanelState {
    const { world } = this;
    return {
      people: world.people.map((person) => ({
        id: person.id,
        name: person.idCard.name,
        about: person.about,
        hasPermit: person.permitCard !== null,
        endorsements: world.backOf(person),
      })),
      plate: world.plate?.id ?? null,
      permit:
        world.permit === null ? null : { person: world.permit.person.id, position: world.permit.position },
      slotOpen: world.slotOpen,
      binCount: world.binCount,
      paper: world.paper,
      verifyMismatch: world.verifyMismatch,
      unreadable: { ...world.unreadable },
      slips: world.slips,
      devices: served.map((device) => {
        const name = SERVICES[device.service];
        return {
          device: name,
          simulated: device.simulated,
          status: device.status(),
          ...world.units[name].state(),
          jam: name === 'id-reader' ? 'none' : world.jams[name],
        };
      }),
    };
  }

  /** What each simulated device holds of a citizen in its memory right now. */
  held(): Readonly<Partial<Record<DeviceClass, string>>> {
    return Object.fromEntries(Object.entries(this.devices).map(([name, device]) => [name, device.held()]));
  }
}
