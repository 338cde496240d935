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
    this.#port ??= await nextPort();
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

let from = 20_730;
let last: Promise<number> = Promise.resolve(0);

/** Several start at once: a port that one was given is not given to the next, though nobody listens there yet. */
function nextPort(): Promise<number> {
  last = last.then(async () => {
    const port = await freePort(from, 20_799);
    from = port + 1;
    return port;
  });
  return last;
}
