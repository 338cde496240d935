import fc from 'fast-check';
import { sha256Hex } from '../digest.ts';
import type { JournalStore } from '../journal-store.ts';
import { MemoryJournalStore } from '../memory-journal-store.ts';
import { takeWriterLock, writerLockIsFree } from '../writer-lock.ts';
import { offerOtherContent } from './other-content.ts';
import { SimulatedKiosk, uuid } from './simulated-kiosk.ts';
import { SimulatedLocks } from './simulated-locks.ts';
import { type ServerSide, SimulatedNetwork } from './simulated-network.ts';
import { newSpareDisk, SimulatedSpare } from './simulated-spare.ts';
import { VirtualTime } from './virtual-time.ts';

/** A server that a model run can hurt. The oracle is one; the real ingest on a real database is another. */
export interface ModelServer extends ServerSide {
  /** Makes an epoch known, as an enrolment does. */
  enrol(epoch: number): Promise<void> | void;
  /** Dies now: what is committed stays, everything else is gone. */
  kill(): Promise<void> | void;
  restart(): Promise<void> | void;
  backUp(): Promise<void> | void;
  /** Goes back to the last backup, or does nothing without one. */
  restoreBackup(): Promise<void> | void;
  /** The texts it holds of an epoch, in order. */
  texts(epoch: number): Promise<readonly string[]> | readonly string[];
  /** Other contents that were offered for places it has, each once, as `epoch/seq/digest`. */
  conflicts(): Promise<readonly string[]> | readonly string[];
  /** Proof of the kiosk's key, where the server looks at it. */
  sign?(text: string): Promise<string>;
  /** Refuses the next `count` pushes as a server in trouble does; 0 ends the trouble. */
  trouble(error: 'slow-down' | 'internal', count: number): void;
  close(): Promise<void> | void;
}

/** What can happen. `nothing` is what a failing run shrinks to. */
export type Command =
  | { readonly type: 'nothing' }
  | { readonly type: 'commit'; readonly count: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'cut' }
  | { readonly type: 'heal' }
  | { readonly type: 'break-connections' }
  | { readonly type: 'lose-answers'; readonly on: boolean }
  | { readonly type: 'lose-requests'; readonly on: boolean }
  | { readonly type: 'duplicate'; readonly on: boolean }
  | { readonly type: 'delay'; readonly ms: number }
  | { readonly type: 'kill-kiosk' }
  | { readonly type: 'start-kiosk' }
  | { readonly type: 'second-window' }
  | { readonly type: 'wipe-kiosk' }
  | { readonly type: 'lose-database' }
  | { readonly type: 'enrol-again' }
  | { readonly type: 'kill-server' }
  | { readonly type: 'start-server' }
  | { readonly type: 'back-up' }
  | { readonly type: 'restore-backup' }
  | { readonly type: 'jump-clock'; readonly ms: number }
  | { readonly type: 'disk-full'; readonly on: boolean }
  | { readonly type: 'poison'; readonly how: PoisonKind }
  | { readonly type: 'other-content'; readonly back: number }
  | { readonly type: 'trouble'; readonly error: 'slow-down' | 'internal'; readonly count: number };

export type PoisonKind = 'not-json' | 'unknown-kind' | 'bad-body' | 'other-place' | 'known-id';

const YEAR = 365 * 86_400_000;
const on = fc.boolean();

const commandArbitrary: fc.Arbitrary<Command> = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'nothing' }) },
  {
    weight: 12,
    arbitrary: fc.record({ type: fc.constant('commit' as const), count: fc.integer({ min: 1, max: 12 }) }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  },
  { weight: 3, arbitrary: fc.constant<Command>({ type: 'cut' }) },
  { weight: 4, arbitrary: fc.constant<Command>({ type: 'heal' }) },
  { weight: 3, arbitrary: fc.constant<Command>({ type: 'break-connections' }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('lose-answers' as const), on }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('lose-requests' as const), on }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('duplicate' as const), on }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('delay' as const), ms: fc.integer({ min: 0, max: 30_000 }) }),
  },
  { weight: 3, arbitrary: fc.constant<Command>({ type: 'kill-kiosk' }) },
  { weight: 4, arbitrary: fc.constant<Command>({ type: 'start-kiosk' }) },
  { weight: 2, arbitrary: fc.constant<Command>({ type: 'second-window' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'wipe-kiosk' }) },
  { weight: 2, arbitrary: fc.constant<Command>({ type: 'lose-database' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'enrol-again' }) },
  { weight: 3, arbitrary: fc.constant<Command>({ type: 'kill-server' }) },
  { weight: 4, arbitrary: fc.constant<Command>({ type: 'start-server' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'back-up' }) },
  { weight: 1, arbitrary: fc.constant<Command>({ type: 'restore-backup' }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('jump-clock' as const), ms: fc.constantFrom(-YEAR, YEAR) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disk-full' as const), on }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('poison' as const),
      how: fc.constantFrom<PoisonKind>('not-json', 'unknown-kind', 'bad-body', 'other-place', 'known-id'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('other-content' as const),
      back: fc.integer({ min: 0, max: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('trouble' as const),
      error: fc.constantFrom('slow-down' as const, 'internal' as const),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

/** Steps of one run. A shrunk run shows only what still matters. */
export function stepsArbitrary(count: number): fc.Arbitrary<readonly Command[]> {
  return fc
    .array(commandArbitrary, { minLength: count, maxLength: count })
    .map((steps) => steps.filter((step) => step.type !== 'nothing'));
}

/** What a run ended with; the caller asserts. */
export interface Outcome {
  /** Per epoch that still has a journal: what the kiosk wrote and what the server holds. */
  readonly journals: readonly {
    readonly epoch: number;
    readonly written: readonly string[];
    readonly held: readonly string[];
  }[];
  readonly queued: number;
  /** Entries a citizen was told are stored, that are neither at the server nor were on a disk that was wiped. */
  readonly lost: readonly string[];
  /** Entries that the server holds more than once. */
  readonly doubled: readonly string[];
  /** Other contents that the server took note of, and those it was offered; in order. */
  readonly conflicts: readonly string[];
  readonly offered: readonly string[];
  /** Most windows that wrote at the same time (S10). */
  readonly mostWriters: number;
  readonly online: boolean;
  readonly refusal: string | null;
}

export type MakeServer = (time: VirtualTime) => ModelServer | Promise<ModelServer>;

/** Kiosk, network and server in one virtual time. */
class World {
  readonly time: VirtualTime;
  readonly network: SimulatedNetwork;
  readonly server: ModelServer;
  /** What was told "stored": id of the session, by epoch. */
  readonly told = new Map<string, number>();
  /** Epochs whose journal was wiped with the disk. */
  readonly wiped = new Set<number>();
  /** Head of each epoch that lost its database, and the epochs of which the server has lost a part as well. */
  readonly rescued = new Map<number, number>();
  readonly halfGone = new Set<number>();
  spareDisk = newSpareDisk();
  #spare: SimulatedSpare | null = null;
  #wentBack = false;
  store = new MemoryJournalStore();
  epoch = 1;
  kiosk: SimulatedKiosk | null = null;
  diskFull = false;
  clockError = 0;
  #sessions = 0;
  #locks = new SimulatedLocks();
  /** The window whose kiosk runs. */
  #writer: object | null = null;
  #waitingWindows = 0;
  #writers = 0;
  #mostWriters = 0;
  #offered = new Set<string>();
  #offeredAtBackup: ReadonlySet<string> | null = null;
  #random: () => number;

  private constructor(server: ModelServer, time: VirtualTime, random: () => number) {
    this.time = time;
    this.network = new SimulatedNetwork(time);
    this.server = server;
    this.#random = random;
  }

  static async open(makeServer: MakeServer, random: () => number): Promise<World> {
    const time = new VirtualTime();
    const world = new World(await makeServer(time), time, random);
    await world.#begin();
    return world;
  }

  async #begin(): Promise<void> {
    await this.server.enrol(1);
    await this.server.restart();
    this.network.server = this.server;
    await this.startKiosk();
  }

  async startKiosk(): Promise<void> {
    if (this.kiosk === null) await this.#openWindow();
  }

  /** As the program starts in a window: it writes where it has the lock, and else waits and starts again. */
  async #openWindow(): Promise<void> {
    const window = {};
    const locks = this.#locks.of(window);
    if (!(await takeWriterLock(locks))) {
      this.#waitingWindows += 1;
      const browser = this.#locks;
      void writerLockIsFree(locks).then(() => {
        if (browser !== this.#locks) return;
        this.#waitingWindows -= 1;
        void this.time.track(this.#openWindow());
      });
      return;
    }
    this.#writer = window;
    this.#writers += 1;
    this.#mostWriters = Math.max(this.#mostWriters, this.#writers);
    this.#spare = new SimulatedSpare('K1', this.spareDisk);
    const starting = SimulatedKiosk.start({
      time: this.time,
      transport: this.network,
      store: this.#disk(),
      spare: this.#spare,
      epoch: this.epoch,
      random: this.#random,
      ...(this.server.sign === undefined
        ? {}
        : { sign: (text) => this.server.sign?.(text) ?? Promise.reject() }),
    });
    try {
      this.kiosk = await starting;
    } catch (error) {
      // What the database has lost cannot be put back on a full disk: the window says so and is loaded again later.
      if (!this.diskFull) throw error;
      return this.#stopWriter();
    }
    this.kiosk.clockErrorMs.value = this.clockError;
  }

  /** The window that writes crashes; one that waited takes over. */
  async killKiosk(): Promise<void> {
    this.#stopWriter();
    await this.time.settle();
  }

  /** All windows at once, as with a machine that is switched off. */
  #closeBrowser(): void {
    this.#stopWriter();
    this.#locks = new SimulatedLocks();
    this.#waitingWindows = 0;
  }

  #stopWriter(): void {
    this.kiosk?.service.stop();
    this.kiosk = null;
    this.#spare?.close();
    this.#spare = null;
    if (this.#writer === null) return;
    this.#writers -= 1;
    this.#locks.gone(this.#writer);
    this.#writer = null;
  }

  /** Another content for one of the last places that the server has; it must keep the first and name the other (S4). */
  async #offerOtherContent(back: number): Promise<void> {
    if (this.network.server === null) return;
    const { epoch } = this;
    const texts = await this.server.texts(epoch);
    const seq = texts.length - back;
    const kept = texts[seq - 1];
    if (kept === undefined) return;
    const text = `${kept} `;
    const sign = this.server.sign?.bind(this.server) ?? (async () => 'signature');
    // Twice: who offers it once will do so again, and that must not fill the server's disk.
    for (let time = 1; time <= 2; time += 1) {
      if (await offerOtherContent(this.server, sign, this.time.now(), { epoch, seq, text })) {
        this.#offered.add(`${epoch}/${seq}/${sha256Hex(text)}`);
      }
    }
  }

  async commit(): Promise<void> {
    if (this.kiosk === null) return;
    this.#sessions += 1;
    const id = uuid(this.#sessions);
    if (await this.kiosk.commitSession(id)) this.told.set(id, this.epoch);
  }

  /** Writes what a broken program might write, with a right number and a right chain. */
  async poison(how: PoisonKind): Promise<void> {
    const { kiosk } = this;
    if (kiosk === null || this.diskFull) return;
    await kiosk.appendPoison(how);
    kiosk.service.committed();
  }

  async run(command: Command): Promise<void> {
    switch (command.type) {
      case 'nothing':
        return;
      case 'commit':
        for (let n = 0; n < command.count; n += 1) await this.commit();
        return;
      case 'wait':
        return this.time.advance(command.ms);
      case 'cut':
        this.network.cut = true;
        return;
      case 'heal':
        this.network.cut = false;
        this.kiosk?.service.networkUp();
        return;
      case 'break-connections':
        return this.network.breakAll();
      case 'lose-answers':
        this.network.loseAnswers = command.on;
        return;
      case 'lose-requests':
        this.network.loseRequests = command.on;
        return;
      case 'duplicate':
        this.network.duplicate = command.on;
        return;
      case 'delay':
        this.network.extraDelayMs = command.ms;
        return;
      case 'kill-kiosk':
        return this.killKiosk();
      case 'start-kiosk':
        return this.startKiosk();
      case 'second-window':
        if (this.#waitingWindows < 2) await this.#openWindow();
        return;
      case 'other-content':
        return this.#offerOtherContent(command.back);
      case 'wipe-kiosk':
        this.#closeBrowser();
        for (const epoch of await this.#epochsHeld()) this.wiped.add(epoch);
        this.store = new MemoryJournalStore();
        this.spareDisk = newSpareDisk();
        return this.#newEpoch();
      case 'lose-database':
        this.#closeBrowser();
        for (const { epoch, head } of await this.store.states()) {
          this.rescued.set(epoch, Math.max(head, this.rescued.get(epoch) ?? 0));
        }
        this.store = new MemoryJournalStore();
        await this.#noteHalfGone();
        return this.#newEpoch();
      case 'enrol-again':
        this.#closeBrowser();
        return this.#newEpoch();
      case 'kill-server':
        this.network.server = null;
        await this.server.kill();
        return this.network.breakAll('server gone');
      case 'start-server':
        if (this.network.server !== null) return;
        await this.server.restart();
        this.network.server = this.server;
        return;
      case 'back-up':
        if (this.network.server === null) return;
        await this.server.backUp();
        this.#offeredAtBackup = new Set(this.#offered);
        return;
      case 'restore-backup':
        this.network.server = null;
        await this.server.kill();
        this.network.breakAll('server restored');
        await this.server.restoreBackup();
        this.#wentBack = true;
        if (this.#offeredAtBackup !== null) this.#offered = new Set(this.#offeredAtBackup);
        // It may have forgotten enrolments: the kiosk is enrolled again and tells which epochs it holds.
        this.#closeBrowser();
        for (const epoch of await this.#epochsHeld()) await this.server.enrol(epoch);
        await this.#noteHalfGone();
        return this.#newEpoch();
      case 'jump-clock':
        this.clockError += command.ms;
        if (this.kiosk !== null) this.kiosk.clockErrorMs.value = this.clockError;
        return;
      case 'disk-full':
        this.diskFull = command.on;
        for (const file of this.spareDisk) file.isFull = command.on;
        return;
      case 'poison':
        return this.poison(command.how);
      case 'trouble':
        return this.server.trouble(command.error, command.count);
    }
  }

  /** Everything works again; 60 simulated seconds later nothing may wait. */
  async healAndFinish(): Promise<Outcome> {
    this.network.cut = false;
    this.network.loseAnswers = false;
    this.network.loseRequests = false;
    this.network.duplicate = false;
    this.network.extraDelayMs = 0;
    this.diskFull = false;
    for (const file of this.spareDisk) file.isFull = false;
    this.server.trouble('internal', 0);
    if (this.network.server === null) {
      await this.server.restart();
      this.network.server = this.server;
    }
    await this.startKiosk();
    this.kiosk?.service.networkUp();
    await this.time.advance(60_000);
    const states = await this.store.states();
    const whole = states.filter(({ epoch }) => !this.halfGone.has(epoch));
    const journals = await Promise.all(
      whole.map(async ({ epoch, from = 1, head }) => {
        const texts = await this.server.texts(epoch);
        return {
          epoch,
          written: (await this.store.read(epoch, 1, 1e9, Number.POSITIVE_INFINITY)).map((e) => e.text),
          // What was acknowledged when the database was lost, the kiosk need not have any more.
          held: this.rescued.has(epoch) ? texts.slice(from - 1, head) : texts,
        };
      }),
    );
    const held = new Map<string, number>();
    const epochs = new Set([...this.wiped, ...this.rescued.keys(), ...states.map((s) => s.epoch)]);
    for (const epoch of epochs) {
      for (const text of await this.server.texts(epoch)) {
        const id = /"session":"([^"]+)","language"/.exec(text)?.[1];
        if (id !== undefined && this.told.has(id)) held.set(id, (held.get(id) ?? 0) + 1);
      }
    }
    const state = this.kiosk?.service.state();
    const outcome: Outcome = {
      journals,
      queued: (await this.store.queue()).queued,
      lost: [...this.told]
        .filter(([id, epoch]) => !held.has(id) && !this.wiped.has(epoch) && !this.halfGone.has(epoch))
        .map(([id]) => id),
      doubled: [...held].filter(([, count]) => count > 1).map(([id]) => id),
      conflicts: [...(await this.server.conflicts())].sort(),
      offered: [...this.#offered].sort(),
      mostWriters: this.#mostWriters,
      online: state?.online ?? false,
      refusal: state?.refusal ?? null,
    };
    this.#closeBrowser();
    await this.server.close();
    return outcome;
  }

  /** Told by the machine when it is enrolled: of its database and its spare copy. */
  async #epochsHeld(): Promise<ReadonlySet<number>> {
    const [spared] = new SimulatedSpare('K1', this.spareDisk).held;
    const states = await this.store.states();
    return new Set([...states.map((s) => s.epoch), ...(spared?.entries ?? []).map((e) => e.epoch)]);
  }

  /**
   * Of an epoch that lost its database the server alone has what it acknowledged: where it goes back before that, two
   * things have failed, and what follows the gap cannot be delivered either.
   */
  async #noteHalfGone(): Promise<void> {
    if (!this.#wentBack) return;
    const [spared] = new SimulatedSpare('K1', this.spareDisk).held;
    const states = new Map((await this.store.states()).map((s) => [s.epoch, s]));
    for (const [epoch, head] of this.rescued) {
      const has = (await this.server.texts(epoch)).length;
      const state = states.get(epoch);
      const first = state ? (state.from ?? 1) : spared?.entries.find((e) => e.epoch === epoch)?.seq;
      if (has < head && (first ?? Number.POSITIVE_INFINITY) > has + 1) this.halfGone.add(epoch);
    }
  }

  async #newEpoch(): Promise<void> {
    this.epoch += 1;
    await this.server.enrol(this.epoch);
  }

  /** The store as the program sees it: appending fails while the disk is full. */
  #disk(): JournalStore {
    const world = this;
    const { store } = this;
    return new Proxy<JournalStore>(store, {
      get(target, name) {
        if (name === 'append' && world.diskFull) return () => Promise.reject(new Error('QuotaExceededError'));
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}

/** Runs the commands, heals everything, and tells what came of it. */
export async function runCommands(
  makeServer: MakeServer,
  commands: readonly Command[],
  randomSeed: number,
): Promise<Outcome> {
  // Mulberry32: jitter must be the same when a run is repeated.
  let a = randomSeed >>> 0;
  const random = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const world = await World.open(makeServer, random);
  for (const command of commands) await world.run(command);
  return world.healAndFinish();
}

/** Runs, length and seed of a model run from the environment, so that a failure is one command away. */
export function modelSettings(defaults: { runs: number; commands: number }): {
  runs: number;
  commands: number;
  seed: number | undefined;
  path: string | undefined;
} {
  const { MODEL_RUNS, MODEL_COMMANDS, MODEL_SEED, MODEL_PATH } = process.env;
  return {
    runs: Number(MODEL_RUNS ?? defaults.runs),
    commands: Number(MODEL_COMMANDS ?? defaults.commands),
    seed: MODEL_SEED === undefined ? undefined : Number(MODEL_SEED),
    path: MODEL_PATH,
  };
}
