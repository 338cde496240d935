import type { WebSocketConstructor, WebSocketLike } from '@haizhu/kiosk-app/adapters/xfs/web-socket';
import type { ClientSocket } from '@haizhu/kiosk-app/device-service/xfs/connection';
import type { Moments } from './moments.ts';
import type { ProcessTimers } from './process-timers.ts';

/** Time of a frame from one process of the machine to the other, ms. */
const WAY_MS = 1;

/** What takes sockets: the device service while it runs. */
export interface Listener {
  readonly timers: ProcessTimers;
  accept(path: string, socket: ClientSocket): void;
}

type Listening<E> = Map<string, ((event: E) => void)[]>;

const add = <E>(to: Listening<E>, name: string, fn: (event: E) => void) =>
  void to.set(name, [...(to.get(name) ?? []), fn]);

/** Both ends of one socket between browser and device service. Frames arrive in order, or not at all. */
class Line {
  readonly #browser: ProcessTimers;
  readonly #service: ProcessTimers;
  readonly #wire: Wire;
  readonly #toBrowser: Listening<{ readonly data: unknown }> = new Map();
  readonly #toService = {
    message: [] as ((data: unknown, isBinary: boolean) => void)[],
    close: [] as (() => void)[],
  };
  #isOpen = true;

  constructor(wire: Wire, browser: ProcessTimers, service: ProcessTimers) {
    this.#wire = wire;
    this.#browser = browser;
    this.#service = service;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** As the service has it. */
  readonly server: ClientSocket = (() => {
    const line = this;
    return {
      get readyState() {
        return line.#isOpen ? 1 : 3;
      },
      OPEN: 1,
      bufferedAmount: 0,
      send: (text) => line.#down(text),
      terminate: () => line.cut(),
      on(event: 'message' | 'close' | 'error', fn: never) {
        if (event !== 'error') line.#toService[event].push(fn);
      },
    };
  })();

  listen(type: string, fn: (event: { readonly data: unknown }) => void): void {
    add(this.#toBrowser, type, fn);
  }

  fire(type: 'open' | 'close' | 'error' | 'message', data: unknown = null): void {
    for (const fn of this.#toBrowser.get(type) ?? []) fn({ data });
  }

  up(text: string): void {
    if (!this.#isOpen) return;
    const name = nameOf(text);
    if (this.#wire.moments.come(`command:${name}`) === 'lost' || !this.#isOpen) return;
    this.#service.setTimeout(() => {
      if (!this.#isOpen) return;
      for (const fn of this.#toService.message) fn(text, false);
      this.#wire.moments.come(`delivered:${name}`);
    }, WAY_MS);
  }

  #down(text: string): void {
    if (!this.#isOpen) return;
    const isCompletion = text.includes('"type":"completion"');
    const name = nameOf(text);
    if (isCompletion && this.#wire.moments.come(`done:${name}`) === 'lost') return;
    if (!this.#isOpen) return;
    this.#browser.setTimeout(() => {
      if (!this.#isOpen) return;
      this.fire('message', text);
      if (isCompletion) this.#wire.moments.come(`answered:${name}`);
    }, WAY_MS);
  }

  /** Ends now for both, each hears of it when it can. */
  cut(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#wire.lines.delete(this);
    this.#browser.setTimeout(() => this.fire('close'), WAY_MS);
    this.#service.setTimeout(() => {
      for (const fn of this.#toService.close) fn();
    }, WAY_MS);
  }
}

const nameOf = (text: string) => /"name":"([^"]+)"/.exec(text)?.[1] ?? '?';

/** The loopback network of one machine. */
export class Wire {
  readonly lines = new Set<Line>();
  readonly moments: Moments;
  /** Null while no device service runs. */
  listener: Listener | null = null;

  constructor(moments: Moments) {
    this.moments = moments;
  }

  cutAll(): void {
    for (const line of [...this.lines]) line.cut();
  }

  /** The WebSocket of a browser. */
  socketsOf(browser: ProcessTimers): WebSocketConstructor {
    const wire = this;
    return class implements WebSocketLike {
      readyState = 0;
      readonly #early = new Map<string, ((event: { readonly data: unknown }) => void)[]>();
      #line: Line | null = null;
      #closed = false;

      constructor(url: string) {
        const fire = (type: string) => {
          for (const fn of this.#early.get(type) ?? []) fn({ data: null });
        };
        browser.setTimeout(() => {
          const { listener } = wire;
          if (this.#closed) return;
          if (listener === null) {
            this.readyState = 3;
            fire('error');
            fire('close');
            return;
          }
          // A service that hangs takes the connection, but does not shake hands before it goes on.
          listener.timers.run(() => {
            if (this.#closed || browser.isDead) return;
            const line = new Line(wire, browser, listener.timers);
            wire.lines.add(line);
            this.#line = line;
            for (const [type, fns] of this.#early) for (const fn of fns) line.listen(type, fn);
            listener.accept(new URL(url).pathname, line.server);
            browser.setTimeout(() => {
              if (this.#closed || !line.isOpen) return;
              this.readyState = 1;
              line.fire('open');
            }, WAY_MS);
          });
        }, WAY_MS);
      }

      addEventListener(type: string, fn: (event: { readonly data: unknown }) => void): void {
        if (this.#line === null) add(this.#early, type, fn);
        else this.#line.listen(type, fn);
      }

      send(text: string): void {
        if (!browser.isDead) this.#line?.up(text);
      }

      close(): void {
        this.#closed = true;
        this.readyState = 3;
        this.#line?.cut();
      }
    };
  }
}
