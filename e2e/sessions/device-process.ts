import { Simulation } from '@haizhu/kiosk-app/device-service/simulation/simulation';
import type { ClientSocket } from '@haizhu/kiosk-app/device-service/xfs/connection';
import { Endpoint } from '@haizhu/kiosk-app/device-service/xfs/endpoint';
import { PUBLISHER_PATH, servePublisher } from '@haizhu/kiosk-app/device-service/xfs/publisher';
import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import { SERVICES, type ServedDevice } from '@haizhu/shared/xfs/status';
import { MachineWorld, type WorldWitness } from './machine-world.ts';
import { ProcessTimers } from './process-timers.ts';
import type { Wire } from './wire.ts';

export const HOST = '127.0.0.1:5846';
const DEVICES = Object.values(SERVICES) as readonly ServedDevice[];

/** The device service of one machine as a process that can be killed and can hang; its world outlives it. */
export class DeviceProcess {
  readonly world: MachineWorld;
  readonly #time: VirtualTime;
  readonly #wire: Wire;
  readonly #onMistake: (error: unknown) => void;
  #timers: ProcessTimers;
  #simulation: Simulation | null = null;

  constructor(
    time: VirtualTime,
    wire: Wire,
    parts: { readonly witness: WorldWitness; onMistake(error: unknown): void },
  ) {
    this.#time = time;
    this.#wire = wire;
    this.#onMistake = parts.onMistake;
    this.#timers = new ProcessTimers(time);
    this.#timers.kill();
    this.world = new MachineWorld(
      {
        now: () => time.now(),
        setTimeout: (fn, ms) => this.#timers.setTimeout(fn, ms),
        clearTimeout: (handle) => this.#timers.clearTimeout(handle),
        // Nobody sees what happens while no service runs; the next one looks when it starts.
        run: (fn) => this.#timers.run(fn),
      },
      parts.witness,
    );
  }

  get isRunning(): boolean {
    return this.#simulation !== null;
  }

  get isFrozen(): boolean {
    return this.#timers.isFrozen;
  }

  /** What each device holds of a citizen in its memory; nothing where none runs. */
  held(): string {
    return Object.values(this.#simulation?.held() ?? {}).join('\n');
  }

  /** Does to a unit what the service notices when its event loop turns. */
  unit(device: ServedDevice, act: (unit: MachineWorld['units'][ServedDevice]) => void): void {
    const unit = this.world.units[device];
    if (this.isRunning) this.#timers.run(() => act(unit));
    else act(unit);
  }

  start(): void {
    if (this.isRunning) return;
    const timers = new ProcessTimers(this.#time);
    this.#timers = timers;
    const { world } = this;
    const simulation = new Simulation(world);
    this.#simulation = simulation;
    for (const device of DEVICES) {
      // A loose contact goes on, whoever looks.
      if (this.#flapping.has(device)) world.units[device].setFlapping(true);
    }
    this.#flapping.clear();
    const endpoints = new Map(
      DEVICES.map((name) => {
        const device = simulation.devices[name];
        return [device.service as string, new Endpoint(device, this.#onMistake, timers)];
      }),
    );
    this.#wire.listener = {
      timers,
      accept: (path: string, socket: ClientSocket) => {
        const endpoint = endpoints.get(path.slice(PUBLISHER_PATH.length + 1));
        if (endpoint === undefined) servePublisher(socket, HOST, this.#onMistake, timers);
        else endpoint.accept(socket);
      },
    };
  }

  /** `printsOn`: a printer that had its job ends it without the service. */
  kill(printsOn: boolean): void {
    const simulation = this.#simulation;
    if (simulation === null) return;
    const { world } = this;
    const job = simulation.devices['card-printer'].held();
    if (
      printsOn &&
      job !== '' &&
      world.permit?.position === 'printer' &&
      world.jams['card-printer'] === 'none'
    ) {
      world.printBack(world.permit.person, JSON.parse(job));
    }
    for (const device of DEVICES) if (world.units[device].state().flapping) this.#flapping.add(device);
    this.#simulation = null;
    this.#wire.listener = null;
    this.#timers.kill();
    this.#wire.cutAll();
    world.slotOpen = false;
    // What a step was waiting for never comes.
    for (const device of DEVICES) {
      const { plugged } = world.units[device];
      world.units[device].close();
      if (this.#flapping.has(device)) world.units[device].setPlugged(true);
      else world.units[device].setPlugged(plugged);
    }
  }

  freeze(): void {
    this.#timers.freeze();
  }

  thaw(): void {
    this.#timers.thaw();
  }

  readonly #flapping = new Set<ServedDevice>();
}
