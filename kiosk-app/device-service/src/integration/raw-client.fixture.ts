import { WebSocket } from 'ws';
import { waitFor } from './harness.fixture.ts';

interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A socket that sends whatever a test likes and keeps all that comes back. */
export class RawClient {
  readonly frames: Frame[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #socket: WebSocket;
  closeCode: number | null = null;

  constructor(port: number, path: string, headers: Readonly<Record<string, string>> = {}) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    this.#socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)) as Frame);
      this.#look();
    });
    this.#socket.on('close', (code) => {
      this.closeCode = code;
      this.#look();
    });
    this.#socket.on('error', () => {});
  }

  /** Resolves to the status of a refused upgrade, or 101. */
  upgraded(): Promise<number> {
    return new Promise((resolve) => {
      this.#socket.once('open', () => resolve(101));
      this.#socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    });
  }

  send(frame: string | Buffer): void {
    this.#socket.send(frame);
  }

  command(name: string, requestId: number, payload: object = {}, timeout = 0): void {
    this.send(
      JSON.stringify({ header: { name, type: 'command', requestId, version: '2.0', timeout }, payload }),
    );
  }

  /** The first frame with all of these header members, now or later. */
  async frame(header: Readonly<Record<string, unknown>>): Promise<Frame> {
    const find = () =>
      this.frames.find((frame) =>
        Object.entries(header).every(([name, value]) => frame.header[name] === value),
      );
    await waitFor(this.#watchers, () => find() !== undefined);
    const found = find();
    if (found === undefined) throw new Error('the frame that was there is gone');
    return found;
  }

  async closed(): Promise<number | null> {
    await waitFor(this.#watchers, () => this.closeCode !== null);
    return this.closeCode;
  }

  close(): void {
    this.#socket.terminate();
  }

  #look(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
