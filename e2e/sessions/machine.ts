import type { KioskScreen } from '@haizhu/kiosk-app/machines/session-view';
import { SimulatedNetwork } from '@haizhu/kiosk-app/sync/testing/simulated-network';
import type { VirtualTime } from '@haizhu/kiosk-app/sync/testing/virtual-time';
import type { ServedDevice } from '@haizhu/shared/xfs/status';
import { Random } from '../chaos/random.ts';
import type { AuthorityDesk } from './authority-desk.ts';
import type { Bank } from './bank.ts';
import { BrowserRun } from './browser-run.ts';
import { DeviceProcess } from './device-process.ts';
import { Disk } from './disk.ts';
import type { WorldWitness } from './machine-world.ts';
import { Moments } from './moments.ts';
import type { Office } from './office.ts';
import { Wire } from './wire.ts';

export interface MachineParts {
  readonly time: VirtualTime;
  readonly seed: number;
  /** The server; there once the first frame is sent. */
  office(): Office;
  readonly bank: Bank;
  readonly authority: AuthorityDesk;
  readonly witness: WorldWitness;
  onScreen(screen: KioskScreen): void;
  onMistake(error: unknown): void;
  /** Something was done to the machine. */
  note(what: string): void;
}

const DEVICES: readonly ServedDevice[] = ['id-reader', 'card-reader', 'card-printer', 'receipt-printer'];

/** One kiosk with everything that can break in it and around it. */
export class Machine {
  readonly moments = new Moments();
  readonly wire = new Wire(this.moments);
  readonly network: SimulatedNetwork;
  readonly devices: DeviceProcess;
  readonly disk: Disk;
  readonly counts = { faults: 0, powerCuts: 0, kills: 0 };
  readonly #parts: MachineParts;
  readonly #random: Random;
  readonly #settings = { clockErrorMs: null as number | null };
  #browser: BrowserRun | null = null;
  #runs = 0;
  #isPowered = true;
  #repairs = 0;
  /** Counts what was begun, so that a repair of before does not undo what came after it. */
  readonly #turns = new Map<string, number>();

  constructor(parts: MachineParts) {
    this.#parts = parts;
    this.#random = Random.of(parts.seed, 'machine');
    this.disk = new Disk(Random.of(parts.seed, 'disk'), this.moments);
    this.network = new SimulatedNetwork(parts.time);
    this.devices = new DeviceProcess(parts.time, this.wire, {
      witness: parts.witness,
      onMistake: (error) => parts.onMistake(error),
    });
  }

  get world() {
    return this.devices.world;
  }

  get isBrowserUp(): boolean {
    return this.#browser !== null;
  }

  screen(): KioskScreen | null {
    return this.#browser?.screen() ?? null;
  }

  send(...action: Parameters<BrowserRun['send']>): void {
    this.#browser?.send(...action);
  }

  contexts(): readonly unknown[] {
    return this.#browser?.contexts() ?? [];
  }

  start(): void {
    this.devices.start();
    this.#startBrowser();
  }

  #startBrowser(): void {
    if (this.#browser !== null || !this.#isPowered) return;
    const { time, seed, onScreen, onMistake } = this.#parts;
    this.#runs += 1;
    const run: BrowserRun = new BrowserRun({
      time,
      wire: this.wire,
      disk: this.disk,
      transport: this.network,
      moments: this.moments,
      random: Random.of(seed, `browser ${this.#runs}`),
      settings: this.#settings,
      onScreen: (screen) => {
        if (this.#browser === run) onScreen(screen);
      },
      onMistake: (error) => {
        onMistake(error);
        // The page watches over itself, and loads itself again.
        time.setTimeout(() => this.#browser === run && this.killBrowser(1000), 5000);
      },
    });
    this.#browser = run;
  }

  /** A page that is loaded again, or a browser that died: it comes back by itself. */
  killBrowser(backMs: number): void {
    if (this.#browser === null) return;
    this.counts.kills += 1;
    this.#endBrowser();
    this.#later('browser', backMs, () => this.#startBrowser());
  }

  #endBrowser(): void {
    this.#browser?.kill();
    this.#browser = null;
  }

  killService(backMs: number): void {
    if (!this.devices.isRunning) return;
    this.counts.kills += 1;
    this.devices.kill(this.#random.next() < 0.5);
    this.#later('service', backMs, () => this.#isPowered && this.devices.start());
  }

  freezeService(ms: number): void {
    if (!this.devices.isRunning || this.devices.isFrozen) return;
    this.devices.freeze();
    this.#later('freeze', ms, () => this.devices.thaw());
  }

  /** Everything in the machine is off; cards stay where they are. */
  async powerCut(backMs: number): Promise<void> {
    if (!this.#isPowered) return;
    this.counts.powerCuts += 1;
    this.#isPowered = false;
    this.#endBrowser();
    this.devices.kill(false);
    await this.disk.powerCut();
    this.#later('power', backMs, () => this.#powerUp());
  }

  #powerUp(): void {
    this.#isPowered = true;
    const { time } = this.#parts;
    // Whichever is first.
    time.setTimeout(() => this.#isPowered && this.devices.start(), this.#random.int(200, 6000));
    time.setTimeout(() => this.#startBrowser(), this.#random.int(200, 6000));
  }

  cutNetwork(ms: number): void {
    this.network.cut = true;
    this.network.breakAll();
    this.#later('network', ms, () => {
      this.network.cut = false;
    });
  }

  killServer(ms: number): void {
    const office = this.#parts.office();
    if (!office.isRunning) return;
    this.network.server = null;
    office.kill();
    this.network.breakAll('server gone');
    this.#later('server', ms, () => {
      office.start();
      this.network.server = office;
    });
  }

  /** Sets something that is wrong for a while, and right again after it. */
  for(ms: number, name: string, set: (isWrong: boolean) => void): void {
    set(true);
    this.#later(name, ms, () => set(false));
  }

  /** How to ask whether everything was repaired since now: what was to go wrong before does so no more. */
  epoch(): () => boolean {
    const repairs = this.#repairs;
    return () => this.#repairs !== repairs;
  }

  /** All power, cables and programs are on, the net is there, nobody hurts anything any more. */
  repair(): void {
    const { bank, authority } = this.#parts;
    const office = this.#parts.office();
    this.#repairs += 1;
    this.moments.clear();
    for (const name of this.#turns.keys()) this.#turns.set(name, (this.#turns.get(name) ?? 0) + 1);
    this.devices.thaw();
    if (!this.#isPowered) this.#isPowered = true;
    this.devices.start();
    this.#startBrowser();
    for (const device of DEVICES) {
      this.devices.unit(device, (unit) => {
        unit.setSlow(false);
        unit.setFlapping(false);
        unit.setPlugged(true);
      });
    }
    const { world } = this;
    world.verifyMismatch = false;
    world.unreadable.idCard = false;
    world.unreadable.permit = false;
    for (const device of ['card-reader', 'card-printer', 'receipt-printer'] as const) {
      if (world.jams[device] !== 'jammed') world.jams[device] = 'none';
    }
    world.changed();
    this.disk.isFull = false;
    bank.isAway = false;
    authority.isAway = false;
    authority.slowMs = 0;
    authority.undecidedUntil = 0;
    Object.assign(this.network, { cut: false, loseAnswers: false, loseRequests: false, duplicate: false });
    if (!office.isRunning) office.start();
    this.network.server = office;
  }

  /** No program runs any more. */
  end(): void {
    this.#isPowered = false;
    this.#endBrowser();
    this.devices.kill(false);
    this.#parts.office().kill();
  }

  #later(name: string, ms: number, fn: () => void): void {
    const turn = (this.#turns.get(name) ?? 0) + 1;
    this.#turns.set(name, turn);
    this.#parts.time.setTimeout(() => {
      if (this.#turns.get(name) !== turn) return;
      this.#parts.note(`${name} is well again`);
      fn();
    }, ms);
  }
}
