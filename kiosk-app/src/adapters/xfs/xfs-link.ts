import { COMMANDS, type CommandName } from '@haizhu/shared/xfs/commands';
import {
  capabilitiesSchema,
  SERVICE_NAMES,
  type ServiceName,
  type Status,
  statusSchema,
} from '@haizhu/shared/xfs/status';
import type { Timers, WebSocketConstructor } from './web-socket.ts';
import { type Completion, type RequestOptions, UNREACHABLE, XfsSocket } from './xfs-socket.ts';

export interface XfsLinkOptions {
  /** Addresses of the service publisher, tried in turn: `ws://127.0.0.1:5846/xfs4iot/v1.0`. */
  readonly publisherUrls: readonly string[];
  readonly WebSocket: WebSocketConstructor;
  readonly timers: Timers;
  /** Random number in [0, 1), for jitter. */
  random(): number;
  onChange(): void;
}

/** What is known of one service. `missing`: not published. `unknown`: not asked yet. */
export type ServiceView =
  | { readonly is: 'unknown' | 'missing' | 'down' }
  | { readonly is: 'up'; readonly status: Status; readonly simulated: boolean };

/** Waiting before the next try, ms: quick at first, since the service stands on the same machine. */
const RETRY = { firstMs: 200, capMs: 5000 } as const;
/** How often the publisher is asked whether it is still there, ms. */
const HEARTBEAT_MS = 5000;

/** Keeps the publisher and all its services connected, and what their status is. */
export class XfsLink {
  readonly #options: XfsLinkOptions;
  readonly #sockets = new Map<ServiceName, XfsSocket>();
  readonly #views = new Map<ServiceName, ServiceView>();
  readonly #waits = new Set<unknown>();
  #publisher: XfsSocket | null = null;
  #connected = false;
  #stopped = false;
  #tries = 0;

  constructor(options: XfsLinkOptions) {
    this.#options = options;
    this.#connect();
  }

  /** Whether the publisher answers. */
  get connected(): boolean {
    return this.#connected;
  }

  view(service: ServiceName): ServiceView {
    return this.#views.get(service) ?? { is: 'unknown' };
  }

  /** Sends a command to a service; ends as `unreachable` at once where it is not connected. */
  async request(
    service: ServiceName,
    name: CommandName,
    payload: Readonly<Record<string, unknown>>,
    options?: RequestOptions,
  ): Promise<Completion> {
    return (await this.#sockets.get(service)?.request(name, payload, options)) ?? UNREACHABLE;
  }

  stop(): void {
    this.#stopped = true;
    for (const wait of this.#waits) this.#options.timers.clearTimeout(wait);
    this.#publisher?.close();
  }

  #connect(): void {
    const { publisherUrls, WebSocket, timers } = this.#options;
    const url = publisherUrls[this.#tries % publisherUrls.length] ?? '';
    const publisher = new XfsSocket(url, WebSocket, timers, {
      onOpen: () => void this.#discover(publisher, url),
      onUnsolicited: () => {},
      onClosed: () => this.#publisherLost(),
    });
    this.#publisher = publisher;
  }

  #publisherLost(): void {
    this.#connected = false;
    this.#views.clear();
    for (const socket of [...this.#sockets.values()]) socket.close();
    this.#sockets.clear();
    this.#tries += 1;
    this.#options.onChange();
    this.#later(this.#retryMs(this.#tries), () => this.#connect());
  }

  async #discover(publisher: XfsSocket, url: string): Promise<void> {
    const services = await this.#askServices(publisher);
    if (services === null) return publisher.close();
    this.#connected = true;
    this.#tries = 0;
    for (const name of SERVICE_NAMES) {
      const uri = services.find((candidate) => isServiceAt(candidate, name, url));
      this.#views.set(name, { is: uri === undefined ? 'missing' : 'unknown' });
      if (uri !== undefined) this.#connectService(publisher, name, uri, 1);
    }
    this.#options.onChange();
    this.#heartbeat(publisher);
  }

  async #askServices(publisher: XfsSocket): Promise<readonly string[] | null> {
    const answer = await publisher.request('ServicePublisher.GetServices', {});
    const read = COMMANDS['ServicePublisher.GetServices'].completion.safeParse(answer.payload);
    return answer.code === 'success' && read.success ? read.data.services.map((s) => s.serviceURI) : null;
  }

  #heartbeat(publisher: XfsSocket): void {
    this.#later(HEARTBEAT_MS, async () => {
      if (this.#publisher !== publisher) return;
      if ((await this.#askServices(publisher)) === null) publisher.close();
      else if (this.#publisher === publisher) this.#heartbeat(publisher);
    });
  }

  #connectService(publisher: XfsSocket, name: ServiceName, uri: string, attempt: number): void {
    if (this.#publisher !== publisher || !this.#connected) return;
    let opened = false;
    const { WebSocket, timers } = this.#options;
    const socket = new XfsSocket(uri, WebSocket, timers, {
      onOpen: () => {
        opened = true;
        void this.#learn(name, socket);
      },
      onUnsolicited: (event, payload) => {
        if (event === 'Common.StatusChangedEvent') this.#setStatus(name, payload);
      },
      onClosed: () => {
        if (this.#sockets.get(name) !== socket || !this.#connected) return;
        this.#sockets.delete(name);
        this.#views.set(name, { is: 'down' });
        this.#options.onChange();
        const next = opened ? 1 : attempt + 1;
        this.#later(this.#retryMs(next), () => this.#connectService(publisher, name, uri, next));
      },
    });
    this.#sockets.set(name, socket);
  }

  async #learn(name: ServiceName, socket: XfsSocket): Promise<void> {
    const capabilities = await socket.request('Common.Capabilities', {});
    const status = await socket.request('Common.Status', {});
    const read = statusSchema.safeParse(status.payload);
    if (status.code !== 'success' || !read.success) return socket.close();
    if (this.#sockets.get(name) !== socket) return;
    const known = capabilitiesSchema.safeParse(capabilities.payload);
    const simulated = known.success && known.data.common.simulated === true;
    this.#views.set(name, { is: 'up', status: read.data, simulated });
    this.#options.onChange();
  }

  #setStatus(name: ServiceName, payload: unknown): void {
    const view = this.view(name);
    const status = statusSchema.safeParse(payload);
    if (view.is !== 'up' || !status.success) return;
    this.#views.set(name, { ...view, status: status.data });
    this.#options.onChange();
  }

  #retryMs(attempt: number): number {
    const full = Math.min(RETRY.capMs, RETRY.firstMs * 2 ** Math.min(attempt - 1, 10));
    return full / 2 + (full / 2) * this.#options.random();
  }

  #later(ms: number, run: () => void): void {
    if (this.#stopped) return;
    const wait = this.#options.timers.setTimeout(() => {
      this.#waits.delete(wait);
      if (!this.#stopped) run();
    }, ms);
    this.#waits.add(wait);
  }
}

/** Whether an address is that of the named service on the publisher's own host: nothing is sent elsewhere. */
function isServiceAt(uri: string, name: ServiceName, publisherUrl: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { hostname, pathname } = new URL(uri);
  return hostname === new URL(publisherUrl).hostname && pathname.replace(/\/$/, '').endsWith(`/${name}`);
}
