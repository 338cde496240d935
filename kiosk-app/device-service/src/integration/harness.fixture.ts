import type { FaultId } from '@haizhu/shared/faults/registry';
import { SIMULATED_PEOPLE, type SimulatedPerson } from '@haizhu/shared/simulation/people';
import { createXfsPeripherals } from '../../../src/adapters/xfs/xfs-peripherals.ts';
import type { DeviceCondition, EndorsementPrint, Peripherals } from '../../../src/ports/devices.ts';
import { type DeviceService, type DeviceServiceOptions, SIMULATED, startDeviceService } from '../service.ts';
import { act, type WorldAction } from '../simulation/actions.ts';
import type { PanelState } from '../simulation/panel-types.ts';

/** A signal that is never aborted. */
export const NEVER: AbortSignal = new AbortController().signal;

/** Simulated movements take a hundredth of their time. */
const SPEED = 100;
const PORTS = { first: 20_000, count: 100 } as const;

let next = Math.floor(Math.random() * PORTS.count);

/** Starts on a free port of the range that tests may use; the next is another one, to which nobody is connected. */
export async function startOnFreePort(options: Partial<DeviceServiceOptions> = {}): Promise<DeviceService> {
  for (let tries = 0; tries < PORTS.count; tries += 1) {
    next = (next + 1) % PORTS.count;
    const port = PORTS.first + next;
    try {
      return await startDeviceService({ ...SIMULATED, port, speed: SPEED, ...options });
    } catch (error) {
      if (!String(error).includes('is taken')) throw error;
    }
  }
  throw new Error('no free port for a test');
}

export interface Kiosk {
  readonly service: DeviceService;
  readonly peripherals: Peripherals;
  /** Puts a hand into the simulated world; throws where it cannot be done. */
  act(action: WorldAction): void;
  world(): PanelState;
  conditions(): readonly DeviceCondition[];
  /** Resolves once the app sees exactly these faults, on all devices. */
  faults(...ids: FaultId[]): Promise<void>;
  /** Resolves once the simulated world is so. */
  until(holds: (world: PanelState) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** The app's peripherals, a real socket, the device service and its simulators, connected. */
export async function startKiosk(options: Partial<DeviceServiceOptions> = {}): Promise<Kiosk> {
  const service = await startOnFreePort(options);
  const peripherals = createXfsPeripherals({ publisherUrl: `ws://127.0.0.1:${service.port}/xfs4iot/v1.0` });
  const { simulation } = service;
  if (simulation === null) throw new Error('a kiosk of these tests is simulated');
  let last: readonly DeviceCondition[] = [];
  const watchers = new Set<() => void>();
  peripherals.watch((conditions) => {
    last = conditions;
    for (const watcher of watchers) watcher();
  });
  const kiosk: Kiosk = {
    service,
    peripherals,
    act(action) {
      const done = act(simulation.world, action);
      if (!done.ok) throw new Error(done.error);
    },
    world: () => simulation.state(service.devices),
    conditions: () => last,
    faults: (...ids) =>
      waitFor(watchers, () => {
        const present = last.flatMap((condition) => condition.faults);
        const isWhole = last.length === 5 || ids.includes('device-service-lost');
        return isWhole && JSON.stringify([...present].sort()) === JSON.stringify([...ids].sort());
      }),
    until: (holds) => {
      const world = new Set<() => void>();
      const stop = simulation.world.onChange(() => {
        for (const look of world) look();
      });
      return waitFor(world, () => holds(simulation.state(service.devices))).finally(stop);
    },
    async close() {
      peripherals.close();
      await service.close();
    },
  };
  await kiosk.faults();
  return kiosk;
}

/** Resolves when the condition holds, looking at each call of the watcher. The test's own time limit ends it. */
export function waitFor(watchers: Set<() => void>, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      watchers.delete(look);
      resolve();
    };
    watchers.add(look);
    look();
  });
}

/** A made-up person who has a permit card. */
export function somebody(id = 'lin-yuehe'): SimulatedPerson & { readonly permitCard: object } {
  const person = SIMULATED_PEOPLE.find((candidate) => candidate.id === id);
  if (person === undefined || person.permitCard === null)
    throw new Error(`nobody called ${id} with a permit`);
  return { ...person, permitCard: person.permitCard };
}

export const PRINTS: readonly EndorsementPrint[] = [
  {
    place: 'HKG',
    group: 'G',
    entries: 2,
    validFrom: '2026-11-23',
    validUntil: '2027-02-22',
    number: '4401260001',
  },
  {
    place: 'MAC',
    group: 'L',
    entries: 1,
    validFrom: '2026-11-23',
    validUntil: '2027-11-22',
    number: '4401260002',
  },
];

/** Brings a person's permit card into the machine. */
export async function holdCard(kiosk: Kiosk, id = 'lin-yuehe'): Promise<void> {
  kiosk.act({ action: 'insert-permit', person: id });
  const held = await kiosk.peripherals.acceptPermitCard(NEVER);
  if (!held.ok) throw new Error(`the card was not drawn in: ${held.error.code}`);
}

/** The error a device gives with a fault. */
export function fault(device: DeviceCondition['device'], faultId: FaultId | null) {
  return { ok: false, error: { code: 'device-fault', device, faultId } };
}
