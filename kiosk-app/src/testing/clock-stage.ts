import type { IdCard } from '@haizhu/shared/identity/id-card';
import type { PermitCard } from '@haizhu/shared/identity/permit-card';
import { createActor, SimulatedClock } from 'xstate';
import { kioskMachine } from '../machines/kiosk-machine.ts';
import { kioskScreen } from '../machines/kiosk-screen.ts';
import type { KioskAction } from '../machines/session-view.ts';
import { evidenceOf, type Told, toldNow } from '../sync/clock-evidence.ts';
import { JournalWriter } from '../sync/journal-writer.ts';
import { MemoryJournalStore } from '../sync/memory-journal-store.ts';
import { TrustedClock } from '../sync/trusted-clock.ts';
import { FakeDevices, FakeGauge, FakeLink } from './fake-ports.ts';
import { countingBytes, HONG_KONG_TWICE, settled } from './session-stage.ts';

const DAY = 86_400_000;
/** 2026-11-23 10:00 in Beijing. */
export const TRUE_START = Date.parse('2026-11-23T02:00:00Z');
export const BUILT_AT = TRUE_START - 3 * DAY;

interface Header {
  readonly seq: number;
  readonly kind: string;
  readonly at: number;
  readonly wall: number;
  readonly body: Record<string, never>;
}

/**
 * A whole kiosk with its real machines, clock and journal, in a world with a true time of its own. The machine's clock,
 * the network and the power are the test's to play with; what is on disk outlives the power.
 */
export class ClockStage {
  /** True time less what the timers of this run have counted. */
  #base = TRUE_START;
  readonly #bytes = countingBytes();
  readonly store = new MemoryJournalStore();
  /** When each entry was written in truth. */
  readonly writtenAt: number[] = [];
  /** Grounds on which people were sent away, and screens that were seen. */
  readonly declined: string[] = [];
  /** Error of the machine's clock, ms. */
  errorMs = 0;
  #online = false;
  #settings: { told: Told | null; clockErrorMs: number | null } = { told: null, clockErrorMs: null };
  #run: Awaited<ReturnType<ClockStage['boot']>> | null = null;

  /** The true time, ms since 1970 UTC. */
  get trueNow(): number {
    return this.#base + this.timers.now();
  }
  timers = new SimulatedClock();

  get run() {
    if (this.#run === null) throw new Error('the kiosk is switched off');
    return this.#run;
  }
  get shown() {
    return kioskScreen(this.run.actor.getSnapshot());
  }
  get screen(): string {
    const { shown } = this;
    return shown.screen === 'session' ? `session:${shown.view.now.screen}` : shown.screen;
  }
  /** Why nothing new is taken; empty where it is. */
  get reasons(): readonly string[] {
    const { shown } = this;
    if (shown.screen !== 'stopped') return [];
    const limits = shown.reasons.filter(({ level }) => level === 'stop').map(({ limit }) => limit);
    return shown.clock === undefined ? limits : [shown.clock, ...limits];
  }

  /** Where the card is when the machine is switched on. */
  cardAtStart: FakeDevices['card'] = 'outside';

  private async boot() {
    const timers = this.timers;
    const link = new FakeLink();
    link.set({ online: false, clockErrorMs: null });
    const devices = new FakeDevices();
    devices.card = this.cardAtStart;
    const gauge = new FakeGauge();
    gauge.knownClockErrorMs = this.#settings.clockErrorMs;
    const clock = new TrustedClock(
      { wall: () => this.trueNow + this.errorMs, monotonic: () => timers.now() },
      this.#settings.clockErrorMs,
      await evidenceOf(this.store, this.#settings.told, BUILT_AT),
    );
    const refresh = async () => link.set({ oldestMark: undefined, ...(await this.store.queue()) });
    const journal = await JournalWriter.open({
      kiosk: 'K1',
      epoch: 1,
      store: this.store,
      clock,
      seal: async () => 'sealed',
      onCommitted: () => {
        this.writtenAt.push(this.trueNow);
        void refresh();
      },
      onFailure: () => {},
    });
    await refresh();
    const actor = createActor(kioskMachine, {
      clock: timers,
      input: {
        peripherals: devices,
        journal,
        link,
        work: gauge,
        clock,
        randomBytes: this.#bytes,
        software: 'kiosk-app 0.1.0',
        userAgent: 'test',
        persisted: true,
      },
    });
    actor.start();
    return { link, devices, clock, actor, refresh };
  }

  /** Switches the machine on. */
  async start(): Promise<void> {
    this.#run = await this.boot();
    await this.serve();
    if (this.#online) await this.connect();
  }

  /** Pulls the plug, for so long, and switches on again. */
  async restart(offMs: number): Promise<void> {
    this.#run?.actor.stop();
    this.#base += this.timers.now() + offMs;
    this.timers = new SimulatedClock();
    await this.start();
  }

  /** The machine sleeps: neither its timers nor its monotonic clock go on. */
  async suspend(ms: number): Promise<void> {
    this.#base += ms;
    if (this.#online) await this.connect();
    await this.serve();
  }

  /** The machine's clock is set to be out by so much. */
  async setClock(errorMs: number): Promise<void> {
    this.errorMs = errorMs;
    await settled();
  }

  /** The network is there: the server tells the time, and all that waited is sent. */
  async connect(): Promise<void> {
    this.#online = true;
    const { clock, link, refresh } = this.run;
    const clockErrorMs = clock.measure(this.trueNow, clock.monotonic());
    this.#settings = { clockErrorMs, told: await toldNow(clock, this.store) };
    link.set({ online: true, clockErrorMs });
    await settled();
    const [state] = await this.store.states();
    if (state !== undefined) await this.store.setThrough(1, state.head);
    await refresh();
    await this.serve();
  }

  /** The same, but the network is gone again before anything was sent. */
  async connectForAMoment(): Promise<void> {
    const { clock, link } = this.run;
    const clockErrorMs = clock.measure(this.trueNow, clock.monotonic());
    this.#settings = { clockErrorMs, told: await toldNow(clock, this.store) };
    link.set({ online: true, clockErrorMs });
    await settled();
    link.set({ online: false });
    await this.serve();
  }

  async cut(): Promise<void> {
    this.#online = false;
    this.run.link.set({ online: false });
    await settled();
  }

  async wait(ms: number): Promise<void> {
    this.timers.increment(ms);
    await this.serve();
    // Presence goes on while the network is there.
    if (this.#online) await this.connect();
  }

  async do(action: KioskAction): Promise<void> {
    this.run.actor.send(action);
    await settled();
  }

  /** Devices do what they are asked, and whoever stands there takes the card. */
  async serve(): Promise<void> {
    const { devices } = this.run;
    for (let turn = 0; turn < 20; turn += 1) {
      await settled();
      const [next] = devices.waiting.filter((call) => call !== 'readIdCard' && call !== 'acceptPermitCard');
      if (next === undefined) return;
      if (next === 'retainPermitCard') devices.keepCard();
      else if (next === 'wipe') devices.finishWipe();
      else if (next === 'returnPermitCard') devices.takeCard();
      else if (next === 'printReceipt') devices.finishReceipt();
      else throw new Error(`nobody serves ${next}`);
    }
    throw new Error('the devices are asked without an end');
  }

  /** One citizen from the first touch to the wipe. `meanwhile` happens before the named step. */
  async visit(
    idCard: IdCard,
    permit: PermitCard,
    meanwhile?: { readonly before: 'id' | 'permit' | 'confirm'; happens(): Promise<void> },
  ): Promise<void> {
    const now = async (step: string) => {
      if (meanwhile?.before === step) await meanwhile.happens();
    };
    await this.do({ type: 'START', service: 'endorsement', language: 'zh' });
    if (this.screen === 'session:place-id-card') {
      await now('id');
      this.run.devices.layIdCard(idCard);
      await settled();
    }
    if (this.screen === 'session:insert-permit') {
      await now('permit');
      this.run.devices.insertPermit(permit);
      await settled();
    }
    if (this.screen === 'session:choose') {
      await this.do({ type: 'CHOOSE', place: 'HKG', choice: HONG_KONG_TWICE });
      await this.do({ type: 'NEXT' });
      await now('confirm');
      await this.do({ type: 'CONFIRM' });
    }
    for (let turn = 0; turn < 10 && this.screen.startsWith('session:'); turn += 1) {
      await this.serve();
      const { shown } = this;
      if (shown.screen !== 'session') break;
      if (shown.view.now.screen === 'declined') this.declined.push(shown.view.now.reason);
      await this.do({ type: 'EXIT' });
      await this.serve();
    }
  }

  /** All entries, as they lie on disk. */
  async entries(): Promise<readonly Header[]> {
    const entries = await this.store.read(1, 1, 1_000_000, Number.POSITIVE_INFINITY);
    return entries.map(({ text }) => JSON.parse(text) as Header);
  }

  /** How long the oldest entry that waits has waited in truth, ms. */
  async trulyWaitedMs(): Promise<number> {
    const [state] = await this.store.states();
    if (state === undefined || state.through >= state.head) return 0;
    return this.trueNow - (this.writtenAt[state.through] ?? this.trueNow);
  }
}
