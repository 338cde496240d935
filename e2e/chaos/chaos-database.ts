import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { openStore } from '@haizhu/sync-server/storage/open-store';
import type { Store } from '@haizhu/sync-server/storage/store';
import { type Cluster, makeCluster } from '@haizhu/sync-server/testing/postgres-cluster';
import { sql } from 'kysely';
import type { Random } from './random.ts';

const READY_WITHIN_MS = 30_000;
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGQUIT');
});

/** A real PostgreSQL on loopback to which things happen. It always comes back on the same port with what it had on disk. */
export class ChaosDatabase {
  readonly #cluster: Cluster;
  readonly #port: number;
  readonly #password: string;
  #child: ChildProcess | null = null;
  #admin: Store | null = null;
  /** Restarts, kills, and sessions ended all at once. */
  faults = 0;

  private constructor(cluster: Cluster, port: number, password: string) {
    this.#cluster = cluster;
    this.#port = port;
    this.#password = password;
  }

  static async open(port: number): Promise<ChaosDatabase> {
    const password = randomBytes(12).toString('hex');
    const cluster = await makeCluster({ password, signal: new AbortController().signal });
    const database = new ChaosDatabase(cluster, port, password);
    await database.#start();
    return database;
  }

  get url(): string {
    return `postgres://postgres:${this.#password}@127.0.0.1:${this.#port}/postgres`;
  }

  /** A few faults at moments that the random numbers choose. It runs again when this resolves. */
  async disturb(random: Random): Promise<void> {
    for (let left = random.int(2, 4); left > 0; left -= 1) {
      await pause(random.int(0, 1500));
      this.faults += 1;
      switch (random.pick(['terminate', 'terminate', 'restart', 'kill'])) {
        case 'terminate':
          await this.#terminate();
          break;
        case 'restart':
          // Fast: transactions are rolled back, sessions ended, files closed.
          await this.#end('SIGINT');
          await pause(random.int(0, 1200));
          await this.#start();
          break;
        default:
          // Immediate: as a power cut, it recovers from its log.
          await this.#end('SIGQUIT');
          await pause(random.int(0, 1200));
          await this.#start();
      }
    }
  }

  /** For reading what it holds, once the servers have stopped. */
  async admin(): Promise<Store> {
    if (this.#admin !== null) return this.#admin;
    const opened = await openStore({ dataDir: '', databaseUrl: this.url });
    if (!opened.ok) throw new Error(opened.error.message);
    this.#admin = opened.value;
    return opened.value;
  }

  async close(): Promise<void> {
    await this.#admin?.close();
    await this.#end('SIGINT');
    await rm(this.#cluster.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Ends every session but one, whatever it was doing. */
  async #terminate(): Promise<void> {
    const admin = await this.admin();
    try {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()`.execute(admin.read);
    } catch {
      // Its own session had been ended by a fault before; that is a fault as well.
    }
  }

  async #end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async #start(): Promise<void> {
    const { postgres, data, folder, account } = this.#cluster;
    const options = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
    const child = spawn(postgres, ['-D', data, '-p', String(this.#port), ...options], {
      ...account,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#child = child;
    running.add(child);
    child.once('exit', () => running.delete(child));
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`PostgreSQL is not ready: ${said}`)), READY_WITHIN_MS);
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-2000);
        if (!said.includes('ready to accept connections')) return;
        clearTimeout(late);
        resolve();
      });
      child.once('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`PostgreSQL ended (${code}): ${said}`));
      });
    });
  }
}
