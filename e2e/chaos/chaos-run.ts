import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { beijingDay, DAY_MS } from '@haizhu/shared/time/beijing';
import { freePort } from '../support/processes.ts';
import { readEmbeddedLedger, readPostgresLedger } from './audit.ts';
import { buildPage } from './build-page.ts';
import { ChaosDatabase } from './chaos-database.ts';
import { type ChaosOptions, SERVER_KILLS } from './options.ts';
import { ChromiumKiosk, NodeKioskProcess, type Participant } from './participants.ts';
import { NetworkProxy } from './proxy.ts';
import { Random } from './random.ts';
import { applicationsReported } from './reported.ts';
import { ServerProcess } from './server-process.ts';
import { type Counts, citizensOf, disturbNetwork, killKiosk, killServer } from './storm.ts';
import { TrackedKiosk } from './tracked-kiosk.ts';
import { compare, type Verdict } from './verdict.ts';

const ADMIN_PASSWORD = 'chaos-admin-password';
/** After the network, the server and the kiosk are well again, its queue is empty within this. */
const HEAL_MS = 60_000;

interface Player {
  readonly participant: Participant;
  readonly tracked: TrackedKiosk;
}

export interface ChaosResult extends Verdict, Counts {
  /** Kiosks that came back without their database, taken away by the run or by the browser. */
  readonly wiped: number;
  /** Restarts, kills and ended sessions of the database. */
  readonly databaseFaults: number;
  /** Servers that ended without being asked or killed. */
  readonly processEnds: number;
  readonly seed: number;
  readonly rounds: number;
  readonly recoveryP95Ms: number;
  readonly recoveryMaxMs: number;
  readonly seconds: number;
}

/** One run: the real server, a network that is disturbed, kiosks that are killed, and a count at the end. */
export class ChaosRun {
  readonly #options: ChaosOptions;
  readonly #folder: string;
  readonly #servers: readonly [ServerProcess, ...ServerProcess[]];
  readonly #serverPort: number;
  readonly #database: ChaosDatabase | null;
  readonly #proxy: NetworkProxy;
  readonly #players: readonly Player[];
  readonly #say: (line: string) => void;
  readonly #counts: Counts = { browserKills: 0, nodeKills: 0, serverKills: 0, cuts: 0, torn: 0, removed: 0 };
  readonly #recoveries: number[] = [];
  readonly #stuck: string[] = [];
  #serverReadyAt = 0;

  private constructor(
    options: ChaosOptions,
    folder: string,
    ports: {
      readonly servers: readonly [number, ...number[]];
      readonly proxy: NetworkProxy;
      readonly database: ChaosDatabase | null;
    },
    say: (line: string) => void,
  ) {
    this.#options = options;
    this.#folder = folder;
    this.#proxy = ports.proxy;
    this.#serverPort = ports.servers[0];
    this.#database = ports.database;
    this.#say = say;
    // One folder: servers of one database share their keys.
    const serverAt = (port: number) =>
      new ServerProcess({
        PORT: String(port),
        DATA_DIR: join(folder, 'data'),
        SIMULATED: '1',
        DEMO: '1',
        ADMIN_PASSWORD,
        LOG_LEVEL: 'warn',
        ...(ports.database === null ? {} : { DATABASE_URL: ports.database.url }),
      });
    const [first, ...others] = ports.servers;
    this.#servers = [serverAt(first), ...others.map(serverAt)];
    const add = (Sort: typeof ChromiumKiosk | typeof NodeKioskProcess, name: string): Player => {
      const tracked = new TrackedKiosk(name);
      const origin = `http://127.0.0.1:${ports.proxy.port}`;
      const onMessage = tracked.take.bind(tracked);
      return { participant: new Sort({ name, folder: join(folder, 'kiosks'), origin, onMessage }), tracked };
    };
    this.#players = [
      ...Array.from({ length: options.browsers }, (_, n) => add(ChromiumKiosk, `chromium-${n + 1}`)),
      ...Array.from({ length: options.nodes }, (_, n) => add(NodeKioskProcess, `node-${n + 1}`)),
    ];
  }

  /** Runs to the end. The folder with everything on disk is kept when something is wrong. */
  static async perform(options: ChaosOptions, say: (line: string) => void): Promise<ChaosResult> {
    const begun = performance.now();
    const pages = await buildPage(join(import.meta.dirname, 'page'));
    const folder = await mkdtemp(join(tmpdir(), 'haizhu-chaos-'));
    await mkdir(join(folder, 'kiosks'));
    const database =
      options.database === 'sqlite' ? null : await ChaosDatabase.open(await freePort(20_640, 20_649));
    const first = await freePort(20_600, 20_619);
    const servers =
      database === null ? ([first] as const) : ([first, await freePort(20_620, 20_639)] as const);
    const proxy = await NetworkProxy.open(await freePort(20_650, 20_699), servers, pages);
    const run = new ChaosRun(options, folder, { servers, proxy, database }, say);
    let verdict: Verdict | null = null;
    try {
      await run.#start();
      const rounds = await run.#storms(begun);
      verdict = await run.#count();
      const sorted = run.#recoveries.toSorted((a, b) => a - b);
      const result: ChaosResult = {
        seed: options.seed,
        rounds,
        ...run.#counts,
        databaseFaults: database?.faults ?? 0,
        processEnds: run.#processEnds(),
        wiped: run.#players.reduce((sum, { tracked }) => sum + tracked.wiped, 0),
        ...verdict,
        recoveryP95Ms: Math.round(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0),
        recoveryMaxMs: Math.round(sorted.at(-1) ?? 0),
        seconds: Math.round((performance.now() - begun) / 1000),
      };
      return result;
    } finally {
      for (const { participant } of run.#players) await participant.stop();
      for (const one of run.#servers) await one.kill();
      await database?.close();
      await proxy.close();
      if (verdict?.well === true) await rm(folder, { recursive: true, force: true });
      else say(`kept for looking at it: ${folder}`);
    }
  }

  async #start(): Promise<void> {
    for (const server of this.#servers) await server.start();
    this.#serverReadyAt = performance.now();
    const random = Random.of(this.#options.seed, 'first citizens');
    await Promise.all(this.#players.map(({ participant }) => participant.start(citizensOf(random))));
    await this.#heal('enrolment');
  }

  #processEnds(): number {
    return this.#servers.reduce((sum, { unaskedEnds }) => sum + unaskedEnds, 0);
  }

  async #storms(begun: number): Promise<number> {
    for (let round = 1; round <= this.#options.rounds; round += 1) {
      if (performance.now() - begun > this.#options.withinMs) {
        this.#say(`time is over after ${round - 1} rounds`);
        return round - 1;
      }
      await this.#storm(round);
      const recovered = await this.#heal(`round ${round}`);
      const { browserKills, nodeKills, serverKills } = this.#counts;
      const told = this.#players.reduce((sum, p) => sum + p.tracked.told.size, 0);
      this.#say(
        `round ${round}: killed ${browserKills} Chromium, ${nodeKills} simulated, ${serverKills} server; told ${told}; last to recover after ${recovered}`,
      );
      if (this.#stuck.length > 0) return round;
    }
    return this.#options.rounds;
  }

  async #storm(round: number): Promise<void> {
    const { seed } = this.#options;
    const random = (part: string) => Random.of(seed, `${round} ${part}`);
    const browsers = this.#players.filter((p) => p.participant.sort === 'chromium');
    const nodes = this.#players.filter((p) => p.participant.sort === 'node');
    const node = nodes[round % Math.max(1, nodes.length)];
    const killed = node === undefined ? browsers : [...browsers, node];
    const serverKills = async () => {
      const own = random('server');
      for (let left = SERVER_KILLS; left > 0; left -= 1) {
        const server = own.pick(this.#servers);
        this.#serverReadyAt = await killServer(server, this.#proxy, own, this.#counts);
      }
    };
    await Promise.all([
      serverKills(),
      disturbNetwork(this.#proxy, random('network'), this.#counts),
      this.#database?.disturb(random('database')),
      ...killed.map(({ participant, tracked }) =>
        killKiosk(participant, tracked, random(participant.name), this.#counts),
      ),
    ]);
  }

  /** Waits until every kiosk has an empty queue, and notes how long each took once all was well for it. */
  async #heal(what: string): Promise<string> {
    const networkAt = performance.now();
    const deadline = networkAt + HEAL_MS;
    let slowest = { ms: 0, name: '' };
    for (const { tracked } of this.#players) {
      for (;;) {
        const { readyAt, emptyAt } = tracked;
        const since = Math.max(networkAt, this.#serverReadyAt, readyAt ?? Number.POSITIVE_INFINITY);
        if (emptyAt !== null && emptyAt >= since) {
          const ms = emptyAt - since;
          if (what !== 'enrolment') this.#recoveries.push(ms);
          if (ms > slowest.ms) slowest = { ms, name: tracked.name };
          break;
        }
        if (performance.now() > deadline) {
          this.#stuck.push(
            `${what}: ${tracked.name} is ${tracked.online ? 'online' : 'offline'} with ${tracked.queued} queued`,
          );
          break;
        }
        await tracked.waitFor((m) => m.type === 'state' || m.type === 'ready', 500);
      }
    }
    return `${Math.round(slowest.ms)} ms (${slowest.name})`;
  }

  async #count(): Promise<Verdict> {
    for (const { participant } of this.#players) await participant.calm();
    await this.#rest();
    const contents = await Promise.all(this.#players.map(({ participant }) => participant.content()));
    const now = Date.now();
    const reported = await applicationsReported(
      `http://127.0.0.1:${this.#serverPort}`,
      ADMIN_PASSWORD,
      beijingDay(now - DAY_MS),
      beijingDay(now + DAY_MS),
    );
    for (const { participant } of this.#players) await participant.stop();
    for (const server of this.#servers) await server.stop();
    const ends = this.#processEnds();
    return compare({
      told: new Set(this.#players.flatMap(({ tracked }) => [...tracked.told])),
      journals: contents,
      wiped: new Set(
        this.#players.flatMap(({ tracked: { kiosk, wiped } }) =>
          wiped > 0 && kiosk !== null ? [kiosk] : [],
        ),
      ),
      reported,
      ledger:
        this.#database === null
          ? await readEmbeddedLedger(join(this.#folder, 'data'))
          : await readPostgresLedger(await this.#database.admin()),
      problems: [
        ...(ends === 0 ? [] : [`a server ended by itself ${ends} times`]),
        ...this.#stuck,
        ...this.#players.flatMap(({ tracked }) => tracked.problems),
      ],
    });
  }

  /** After the last citizen every journal says by itself that nothing is queued any more. */
  async #rest(): Promise<void> {
    const deadline = performance.now() + HEAL_MS;
    for (const { participant, tracked } of this.#players) {
      for (;;) {
        const { states } = await participant.content();
        if (states.length > 0 && states.every((s) => s.through === s.head)) break;
        if (performance.now() > deadline) {
          this.#stuck.push(`at the end: ${tracked.name} has ${JSON.stringify(states)}`);
          break;
        }
        await pause(100);
      }
    }
  }
}
