import { createActor, SimulatedClock } from 'xstate';
import { kioskMachine } from '../machines/kiosk-machine.ts';
import { kioskScreen } from '../machines/kiosk-screen.ts';
import type { KioskAction } from '../machines/session-view.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeDevices, FakeGauge, FakeJournal, FakeLink } from './fake-ports.ts';
import { countingBytes, NOON, settled } from './session-stage.ts';

/** A kiosk on a stage. It boots when the test starts it, so that a past can be put into its journal first. */
export class KioskStage {
  readonly timers = new SimulatedClock();
  readonly devices = new FakeDevices();
  readonly journal = new FakeJournal(() => this.now());
  readonly link = new FakeLink();
  readonly gauge = new FakeGauge();
  readonly clock = new FakeClock(() => this.now());
  readonly actor = createActor(kioskMachine, {
    clock: this.timers,
    input: {
      peripherals: this.devices,
      journal: this.journal,
      link: this.link,
      work: this.gauge,
      clock: this.clock,
      randomBytes: countingBytes(),
      software: 'kiosk-app 0.1.0',
      userAgent: 'test',
      persisted: true,
    },
  });

  now(): number {
    return NOON + this.timers.now();
  }

  get shown() {
    return kioskScreen(this.actor.getSnapshot());
  }
  /** Name of the screen, of the visit's where there is one. */
  get screen(): string {
    const shown = this.shown;
    return shown.screen === 'session' ? `session:${shown.view.now.screen}` : shown.screen;
  }

  async start(): Promise<void> {
    this.actor.start();
    await settled();
  }
  /** Boots with an empty machine and nothing left behind. */
  async open(): Promise<void> {
    await this.start();
    await this.clean();
  }
  /** The buffers are cleared; whoever reads a farewell touches it away. */
  async clean(): Promise<void> {
    await this.happens(() => this.devices.finishWipe());
    if (this.screen === 'session:farewell') await this.do({ type: 'NEXT' });
  }
  async do(action: KioskAction): Promise<void> {
    this.actor.send(action);
    await settled();
  }
  async wait(ms: number): Promise<void> {
    this.timers.increment(ms);
    await settled();
  }
  async happens(what: () => void): Promise<void> {
    what();
    await settled();
  }
}
