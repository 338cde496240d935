import type { AddressInfo } from 'node:net';
import { createServer, connect as netConnect, type Server, type Socket } from 'node:net';

/** Stands between a server and its PostgreSQL, and lets the line break in every way. */
export class DatabaseProxy {
  readonly #target: URL;
  readonly #lines = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  #silent = false;

  constructor(databaseUrl: string) {
    this.#target = new URL(databaseUrl);
  }

  /** The database's address through here. */
  get url(): string {
    const url = new URL(this.#target);
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  /** From now on connections are taken. The same port each time. */
  async open(): Promise<void> {
    this.#silent = false;
    if (this.#server !== null) return;
    const server = createServer((near) => this.#join(near));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Breaks every line that there is. */
  cut(): void {
    for (const line of this.#lines) line.resetAndDestroy();
  }

  /** Nobody listens any more, and every line breaks. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const closed = new Promise<void>((resolve) => {
      if (server === null) resolve();
      else server.close(() => resolve());
    });
    this.cut();
    await closed;
  }

  /** Connections are taken and nothing is ever said on them. */
  fallSilent(): void {
    this.#silent = true;
  }

  #join(near: Socket): void {
    const far = netConnect(Number(this.#target.port), this.#target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#lines.add(from);
      from.on('data', (bytes) => {
        if (!this.#silent) to.write(bytes);
      });
      from.on('error', () => {});
      from.on('close', () => {
        this.#lines.delete(from);
        to.destroy();
      });
    }
  }
}
