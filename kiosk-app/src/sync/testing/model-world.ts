import { sha256Hex } from '../digest.ts';
import { takeWriterLock, writerLockIsFree } from '../writer-lock.ts';
import { breaksIn } from './chain-breaks.ts';
import type { Command, PoisonKind } from './model-commands.ts';
import type { MakeServer, ModelServer } from './model-server.ts';
import { offerOtherContent } from './other-content.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { SimulatedKiosk, uuid } from './simulated-kiosk.ts';
import { SimulatedLocks } from './simulated-locks.ts';
import { SimulatedNetwork } from './simulated-network.ts';
import { SimulatedVault } from './simulated-vault.ts';
import { VirtualTime } from './virtual-time.ts';

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
  /**
   * Conflicts that the server took note of, and what it should have noted: other contents it was offered, and each
   * entry it holds that names another before it than it holds (S11). In order.
   */
  readonly conflicts: readonly string[];
  readonly offered: readonly string[];
  readonly broken: readonly string[];
  /** Most windows that wrote at the same time (S10). */
  readonly mostWriters: number;
  readonly online: boolean;
  readonly refusal: string | null;
}

/** Kiosk, network and server in one virtual time. */
export class World {
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
  readonly disk = new SimulatedDisk();
  #vault: SimulatedVault | null = null;
  #wentBack = false;
  epoch = 1;
  kiosk: SimulatedKiosk | null = null;
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
  /** Both contents of each place that ever had two: either may reach the server, and late the other one as well. */
  readonly #twofold = new Set<string>();
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
    this.#vault = new SimulatedVault(this.disk.vault);
    const starting = SimulatedKiosk.start({
      time: this.time,
      transport: this.network,
      store: this.disk.store(),
      copy: this.#vault,
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
      if (!this.disk.isFull) throw error;
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
    this.#vault?.close();
    this.#vault = null;
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

  /** Somebody changes an entry on the disk of the switched-off machine, before the server has it (S11). */
  async #tamper(back: number): Promise<void> {
    this.#closeBrowser();
    // Whatever is still under way arrives: from here on only the disk has what waits.
    await this.time.advance(60_000);
    const { epoch } = this;
    const entry = (await this.disk.store().read(epoch, 1, 1e9, Number.POSITIVE_INFINITY)).at(-1 - back);
    if (entry === undefined || entry.seq <= (await this.server.texts(epoch)).length) return;
    const place = `${epoch}/${entry.seq}`;
    const text = `${entry.text} `;
    this.disk.tamper(entry, text);
    for (const version of [entry.text, text]) this.#twofold.add(`${place}/${sha256Hex(version)}`);
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
    if (kiosk === null || this.disk.isFull) return;
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
      case 'tamper':
        return this.#tamper(command.back);
      case 'wipe-kiosk':
        this.#closeBrowser();
        for (const epoch of await this.#epochsHeld()) this.wiped.add(epoch);
        this.disk.wipe();
        return this.#newEpoch();
      case 'lose-database':
        this.#closeBrowser();
        for (const { epoch, head } of await this.disk.store().states()) {
          this.rescued.set(epoch, Math.max(head, this.rescued.get(epoch) ?? 0));
        }
        this.disk.loseDatabase();
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
        this.disk.isFull = command.on;
        // As the kiosk does once it finds room: until then what is no promise stands in the database alone.
        if (!command.on) await this.kiosk?.mend();
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
    this.disk.isFull = false;
    this.server.trouble('internal', 0);
    if (this.network.server === null) {
      await this.server.restart();
      this.network.server = this.server;
    }
    await this.startKiosk();
    this.kiosk?.service.networkUp();
    await this.time.advance(60_000);
    const states = await this.disk.store().states();
    const whole = states.filter(({ epoch }) => !this.halfGone.has(epoch));
    const journals = await Promise.all(
      whole.map(async ({ epoch, from = 1, head }) => {
        const texts = (await this.server.texts(epoch)).map(untampered);
        const entries = await this.disk.store().read(epoch, 1, 1e9, Number.POSITIVE_INFINITY);
        return {
          epoch,
          written: entries.map((e) => untampered(e.text)),
          // What was acknowledged when the database was lost, the kiosk need not have any more.
          held: this.rescued.has(epoch) ? texts.slice(from - 1, head) : texts,
        };
      }),
    );
    const held = new Map<string, number>();
    const epochs = new Set([...this.wiped, ...this.rescued.keys(), ...states.map((s) => s.epoch)]);
    const broken: string[] = [];
    for (const epoch of epochs) {
      const texts = await this.server.texts(epoch);
      broken.push(...breaksIn(epoch, texts));
      for (const text of texts) {
        const id = /"session":"([^"]+)","language"/.exec(text)?.[1];
        if (id !== undefined && this.told.has(id)) held.set(id, (held.get(id) ?? 0) + 1);
      }
    }
    const state = this.kiosk?.service.state();
    const outcome: Outcome = {
      journals,
      queued: (await this.disk.store().queue()).queued,
      lost: [...this.told]
        .filter(([id, epoch]) => !held.has(id) && !this.wiped.has(epoch) && !this.halfGone.has(epoch))
        .map(([id]) => id),
      doubled: [...held].filter(([, count]) => count > 1).map(([id]) => id),
      conflicts: (await this.server.conflicts()).filter((c) => !this.#twofold.has(c)).sort(),
      offered: [...this.#offered].filter((c) => !this.#twofold.has(c)).sort(),
      broken: broken.sort(),
      mostWriters: this.#mostWriters,
      online: state?.online ?? false,
      refusal: state?.refusal ?? null,
    };
    this.#closeBrowser();
    await this.server.close();
    return outcome;
  }

  /** Told by the machine when it is enrolled: of its database and its vault. */
  async #epochsHeld(): Promise<ReadonlySet<number>> {
    const { entries, bases } = this.disk.vault.held();
    const states = await this.disk.store().states();
    return new Set([...states.map((s) => s.epoch), ...[...entries, ...bases].map((e) => e.epoch)]);
  }

  /**
   * Of an epoch that lost its database the server alone has what it acknowledged: where it goes back before that, two
   * things have failed, and what follows the gap cannot be delivered either.
   */
  async #noteHalfGone(): Promise<void> {
    if (!this.#wentBack) return;
    const { entries } = this.disk.vault.held();
    const states = new Map((await this.disk.store().states()).map((s) => [s.epoch, s]));
    for (const [epoch, head] of this.rescued) {
      const has = (await this.server.texts(epoch)).length;
      const state = states.get(epoch);
      const first = state ? (state.from ?? 1) : entries.find((e) => e.epoch === epoch)?.seq;
      if (has < head && (first ?? Number.POSITIVE_INFINITY) > has + 1) this.halfGone.add(epoch);
    }
  }

  async #newEpoch(): Promise<void> {
    this.epoch += 1;
    await this.server.enrol(this.epoch);
  }
}

const untampered = (text: string) => text.trimEnd();
