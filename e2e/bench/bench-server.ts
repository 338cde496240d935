import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '../chaos/server-process.ts';

const ADMIN_PASSWORD = 'bench-admin-password';

/**
 * The real server as a process of its own, as in production but without an authority: applications are received and
 * wait. So what is measured is sync, ledger and projections, and not what an authority takes.
 */
export class BenchServer {
  readonly url: string;
  readonly dataDir: string;
  readonly #process: ServerProcess;
  #headers: Readonly<Record<string, string>> = {};

  private constructor(url: string, dataDir: string, process: ServerProcess) {
    this.url = url;
    this.dataDir = dataDir;
    this.#process = process;
  }

  /** `flags` are for Node itself, such as `--cpu-prof`. */
  static async start(port: number, flags: readonly string[] = []): Promise<BenchServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'haizhu-bench-'));
    const child = new ServerProcess(
      // Each kiosk of a run may name an address of its own: enrolling is limited by address.
      { PORT: String(port), DATA_DIR: dataDir, ADMIN_PASSWORD, LOG_LEVEL: 'error', TRUST_PROXY: '127.0.0.1' },
      flags,
    );
    await child.start();
    const server = new BenchServer(`http://127.0.0.1:${port}`, dataDir, child);
    const headers = { 'content-type': 'application/json', 'x-requested-with': 'bench' };
    const signedIn = await fetch(`${server.url}/api/v1/sign-in`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'admin', password: ADMIN_PASSWORD }),
    });
    const [cookie = ''] = signedIn.headers.getSetCookie();
    server.#headers = { ...headers, cookie: cookie.slice(0, cookie.indexOf(';')) };
    await server.#post('/api/v1/stations', { id: 'S1', zh: '测量派出所', en: 'Bench station' });
    return server;
  }

  /** Adds a kiosk; the code with which it enrols. */
  async addKiosk(id: string): Promise<string> {
    await this.#post('/api/v1/kiosks', { id, stationId: 'S1', model: 'M1', installedOn: '2026-01-01' });
    const made = await this.#post(`/api/v1/kiosks/${id}/enrolment-codes`);
    return String(made['code']);
  }

  get database(): string {
    return join(this.dataDir, 'haizhu-kiosk.db');
  }

  /** Stops it; the database can be read then. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  async remove(): Promise<void> {
    await this.#process.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #post(path: string, body?: unknown): Promise<Record<string, unknown>> {
    const { 'content-type': type, ...rest } = this.#headers;
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: body === undefined ? rest : { ...rest, 'content-type': type ?? '' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }
}
