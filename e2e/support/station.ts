import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Running, startProgram } from './processes.ts';

export const ADMIN_PASSWORD = 'e2e-admin-password-1';

/** One server and one device service with simulated parts, on this machine, with a data folder of their own. */
export class Station {
  readonly serverPort: number;
  readonly devicePort: number;
  readonly folder: string;
  readonly #env: Record<string, string>;
  #server: Running | null = null;
  #devices: Running | null = null;

  private constructor(serverPort: number, devicePort: number, folder: string, env: Record<string, string>) {
    this.serverPort = serverPort;
    this.devicePort = devicePort;
    this.folder = folder;
    this.#env = env;
  }

  /** `env`: settings of the server, at every start. */
  static async open(env: Record<string, string> = {}): Promise<Station> {
    const station = new Station(
      await freePort(21_000, 21_099),
      await freePort(5846, 5856),
      await mkdtemp(join(tmpdir(), 'haizhu-e2e-')),
      env,
    );
    await station.startDevices();
    await station.startServer();
    return station;
  }

  get url(): string {
    return `http://localhost:${this.serverPort}`;
  }

  get panelUrl(): string {
    return `http://localhost:${this.devicePort}`;
  }

  async startServer(env: Record<string, string> = {}): Promise<void> {
    this.#server = await startProgram('sync-server', 'src/main.ts', 'ready', {
      PORT: String(this.serverPort),
      DATA_DIR: join(this.folder, 'data'),
      SIMULATED: '1',
      DEMO: '1',
      ADMIN_PASSWORD,
      LOG_LEVEL: 'warn',
      DEVICE_SERVICE_URL: `ws://localhost:${this.devicePort}/xfs4iot/v1.0`,
      ...this.#env,
      ...env,
    });
  }

  async killServer(): Promise<void> {
    await this.#server?.kill();
    this.#server = null;
  }

  async startDevices(): Promise<void> {
    this.#devices = await startProgram('kiosk-app', 'device-service/src/main.ts', 'listening', {
      PORT: String(this.devicePort),
      SIMULATE: '1',
      SERVER_URL: this.url,
      ALLOWED_ORIGINS: this.url,
      VAULT_DIR: join(this.folder, 'vault'),
    });
  }

  async killDevices(): Promise<void> {
    await this.#devices?.kill();
    this.#devices = null;
  }

  async close(): Promise<void> {
    await this.#server?.stop();
    await this.#devices?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
