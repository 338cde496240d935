import { EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream';

/**
 * `pass`: bytes go through. `delay`: each piece comes late by `delayMs`, in order. `stall`: connections stay open and
 * nothing passes. `cut`: connections break, new ones are refused.
 */
export type NetworkMode = 'pass' | 'delay' | 'stall' | 'cut';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};
/** Path of the page that the proxy serves itself, always undisturbed: in production it comes from the kiosk's cache. */
export const PAGE_PATH = '/chaos/';

/** A TCP proxy in front of the server, with the chaos page on the same origin. */
export class NetworkProxy extends EventEmitter<{ upstream: [bytes: number] }> {
  readonly port: number;
  readonly #serverPorts: readonly number[];
  #next = 0;
  readonly #tcp: Server;
  readonly #pages: HttpServer;
  readonly #links = new Set<Link>();
  readonly #sockets = new Set<Socket>();
  #mode: NetworkMode = 'pass';
  #delayMs = 0;

  private constructor(port: number, serverPorts: readonly number[], pages: string) {
    super();
    this.port = port;
    this.#serverPorts = serverPorts;
    this.#pages = createHttpServer((request, response) => {
      const path = normalize(new URL(request.url ?? '/', 'http://proxy').pathname).slice(PAGE_PATH.length);
      const file = join(pages, path === '' ? 'index.html' : path);
      stat(file).then(
        () => {
          // The next request on this connection may be the server's: so there is none.
          const type = TYPES[extname(file)] ?? 'application/octet-stream';
          response.writeHead(200, { 'content-type': type, connection: 'close' });
          pipeline(createReadStream(file), response, () => {});
        },
        () => response.writeHead(404, { connection: 'close' }).end(),
      );
    });
    this.#tcp = createServer((socket) => this.#accept(socket));
  }

  /** Listens on 127.0.0.1 and passes on to the servers' ports there, one after the other; `pages` is the folder of the built page. */
  static async open(port: number, serverPorts: readonly number[], pages: string): Promise<NetworkProxy> {
    const proxy = new NetworkProxy(port, serverPorts, pages);
    await new Promise<void>((resolve, reject) => {
      proxy.#tcp.once('error', reject);
      proxy.#tcp.listen(port, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get mode(): NetworkMode {
    return this.#mode;
  }

  set(mode: NetworkMode, delayMs = 0): void {
    this.#mode = mode;
    this.#delayMs = delayMs;
    for (const link of this.#links) {
      if (mode === 'cut') link.break();
      else link.set(mode === 'stall', mode === 'delay' ? delayMs : 0);
    }
  }

  async close(): Promise<void> {
    for (const link of this.#links) link.break();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#tcp.close(resolve));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    socket.once('data', (first: Buffer) => {
      socket.pause();
      if (first.toString('latin1', 0, 5 + PAGE_PATH.length).startsWith(`GET ${PAGE_PATH}`)) {
        socket.unshift(first);
        this.#pages.emit('connection', socket);
        socket.resume();
        return;
      }
      if (this.#mode === 'cut') return void socket.destroy();
      this.#next += 1;
      const server = connect(this.#serverPorts[this.#next % this.#serverPorts.length] ?? 0, '127.0.0.1');
      server.on('error', () => {});
      const link: Link = new Link(socket, server, (bytes) => this.emit('upstream', bytes));
      link.set(this.#mode === 'stall', this.#mode === 'delay' ? this.#delayMs : 0);
      this.#links.add(link);
      link.done(() => this.#links.delete(link));
      link.first(first);
    });
  }
}

/** Both directions of one connection. */
class Link {
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #up: Direction;
  readonly #down: Direction;

  constructor(client: Socket, server: Socket, onUp: (bytes: number) => void) {
    this.#client = client;
    this.#server = server;
    this.#up = new Direction(client, server, onUp);
    this.#down = new Direction(server, client, () => {});
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.once('close', () => other.destroy());
      socket.once('end', () => other.end());
    }
  }

  first(bytes: Buffer): void {
    this.#up.take(bytes);
    this.#client.resume();
  }

  set(stalled: boolean, delayMs: number): void {
    this.#up.set(stalled, delayMs);
    this.#down.set(stalled, delayMs);
  }

  break(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  done(tell: () => void): void {
    this.#client.once('close', tell);
  }
}

/** Bytes of one direction, in order, late or held back. */
class Direction {
  readonly #to: Socket;
  readonly #seen: (bytes: number) => void;
  readonly #waiting: { readonly bytes: Buffer; readonly due: number }[] = [];
  #stalled = false;
  #delayMs = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(from: Socket, to: Socket, seen: (bytes: number) => void) {
    this.#to = to;
    this.#seen = seen;
    from.on('data', (bytes: Buffer) => this.take(bytes));
    to.once('close', () => {
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#waiting.length = 0;
    });
  }

  take(bytes: Buffer): void {
    this.#seen(bytes.length);
    this.#waiting.push({ bytes, due: performance.now() + this.#delayMs });
    this.#flush();
  }

  set(stalled: boolean, delayMs: number): void {
    this.#stalled = stalled;
    this.#delayMs = delayMs;
    this.#flush();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (!this.#stalled) {
      const next = this.#waiting[0];
      if (next === undefined) return;
      const wait = next.due - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#flush(), wait);
        return;
      }
      this.#waiting.shift();
      if (!this.#to.destroyed) this.#to.write(next.bytes);
    }
  }
}
