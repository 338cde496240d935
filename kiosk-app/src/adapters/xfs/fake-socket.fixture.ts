import { frame } from '@haizhu/shared/xfs/envelope';
import type { Timers, WebSocketConstructor, WebSocketLike } from './web-socket.ts';

interface Command {
  readonly header: { readonly name: string; readonly requestId: number };
  readonly payload: Readonly<Record<string, unknown>>;
}

/** A socket whose other end is the test. */
export class FakeSocket implements WebSocketLike {
  readonly url: string;
  readonly readyState = 1;
  readonly sent: Command[] = [];
  isClosed = false;
  readonly #listeners: { type: string; listener: (event: { data: unknown }) => void }[] = [];

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    this.#listeners.push({ type, listener });
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Command);
  }

  close(): void {
    this.isClosed = true;
  }

  fire(type: 'open' | 'close' | 'error' | 'message', data: unknown = null): void {
    for (const entry of this.#listeners) if (entry.type === type) entry.listener({ data });
  }

  /** Acknowledges and completes the last command of that name. */
  answer(name: string, payload: Readonly<Record<string, unknown>> = {}, completionCode = 'success'): void {
    const command = this.sent.findLast((candidate) => candidate.header.name === name);
    if (command === undefined) throw new Error(`${name} was not sent`);
    const { requestId } = command.header;
    this.fire('message', frame({ name, type: 'acknowledge', requestId }));
    this.fire('message', frame({ name, type: 'completion', requestId, completionCode }, payload));
  }
}

/** A world of fake sockets and a clock that only the test moves. */
export function fakeNetwork() {
  const sockets: FakeSocket[] = [];
  const waits = new Map<number, { at: number; run: () => void }>();
  let now = 0;
  let handles = 0;
  const timers: Timers = {
    setTimeout(run, ms) {
      handles += 1;
      waits.set(handles, { at: now + ms, run });
      return handles;
    },
    clearTimeout: (handle) => void waits.delete(Number(handle)),
  };
  class Socket extends FakeSocket {
    constructor(url: string) {
      super(url);
      sockets.push(this);
    }
  }
  return {
    sockets,
    timers,
    WebSocket: Socket as WebSocketConstructor,
    /** The newest socket to a path that ends so. */
    socket(end: string): FakeSocket {
      const found = sockets.findLast((candidate) => candidate.url.endsWith(end));
      if (found === undefined) throw new Error(`nothing connected to ${end}`);
      return found;
    },
    /** Lets time pass, with everything that comes due in it. */
    async pass(ms: number): Promise<void> {
      const until = now + ms;
      for (;;) {
        const next = [...waits].filter(([, wait]) => wait.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
        if (next === undefined) break;
        waits.delete(next[0]);
        now = next[1].at;
        next[1].run();
        await settle();
      }
      now = until;
      await settle();
    },
    settle,
  };
}

/** Lets promises that are due run on. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await Promise.resolve();
}
