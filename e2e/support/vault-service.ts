import { freePort, type Running, startProgram } from './processes.ts';

/** The device service of a machine without devices: it keeps the vault. Its folder outlives it. */
export class VaultService {
  readonly #folder: string;
  readonly #origin: string;
  #port: number | null = null;
  #running: Running | null = null;

  /** `origin`: the page that may use it. */
  constructor(folder: string, origin: string) {
    this.#folder = folder;
    this.#origin = origin;
  }

  /** Starts it where it does not run; where the page finds it, the same at each start. */
  async start(): Promise<string> {
    this.#port ??= await freePort(20_700, 20_799);
    this.#running ??= await startProgram('kiosk-app', 'device-service/src/main.ts', 'listening', {
      PORT: String(this.#port),
      VAULT_DIR: this.#folder,
      ALLOWED_ORIGINS: this.#origin,
    });
    return `ws://127.0.0.1:${this.#port}/vault/v1`;
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    await this.#running?.kill();
    this.#running = null;
  }
}
