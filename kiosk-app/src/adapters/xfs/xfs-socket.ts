import { type CommandName, type ErrorCode, errorCodeSchema } from '@haizhu/shared/xfs/commands';
import { CANCELED_MS, DEADLINES_MS } from '@haizhu/shared/xfs/deadlines';
import {
  type CompletionCode,
  frame,
  parseServiceMessage,
  type ServiceMessage,
} from '@haizhu/shared/xfs/envelope';
import type { Timers, WebSocketConstructor, WebSocketLike } from './web-socket.ts';

/**
 * How a command ended. `unreachable`: it was never sent. `lost`: the socket went away before the end, so nobody
 * knows.
 */
export interface Completion {
  readonly code: CompletionCode | 'lost' | 'unreachable';
  /** Given with `commandErrorCode`. */
  readonly errorCode: ErrorCode | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

const LOST: Completion = { code: 'lost', errorCode: null, payload: {} };
export const UNREACHABLE: Completion = { code: 'unreachable', errorCode: null, payload: {} };

export interface RequestOptions {
  /** Aborting sends `Common.Cancel`; the command then ends as the device says, mostly `canceled`. */
  readonly signal?: AbortSignal;
  /** How long the device may take, ms, where it is not the command's own deadline; 0 without end. */
  readonly timeoutMs?: number;
}

export interface SocketHandlers {
  onOpen(): void;
  onUnsolicited(name: string, payload: Readonly<Record<string, unknown>>): void;
  /** Once, also when it never opened. Every pending command has ended as `lost` before. */
  onClosed(): void;
}

interface Pending {
  readonly resolve: (completion: Completion) => void;
  acknowledged: boolean;
}

/** A service acknowledges at once; one that does not for so long is taken for hung, ms. */
const ACKNOWLEDGE_MS = 4000;
/** A service on the same machine that does not open within this is hung or gone; it is tried anew, ms. */
const CONNECT_MS = 4000;
/** The service is given this much longer to say itself that the time is over, ms. */
const GRACE_MS = 1000;

/** One socket to one service: requests with ids, acknowledgements, completions, cancel. */
export class XfsSocket {
  readonly #socket: WebSocketLike;
  readonly #timers: Timers;
  readonly #handlers: SocketHandlers;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  readonly #connecting: unknown;
  #open = false;
  #closed = false;

  constructor(url: string, Socket: WebSocketConstructor, timers: Timers, handlers: SocketHandlers) {
    this.#timers = timers;
    this.#handlers = handlers;
    this.#socket = new Socket(url);
    this.#connecting = timers.setTimeout(() => this.close(), CONNECT_MS);
    this.#socket.addEventListener('open', () => {
      if (this.#closed) return;
      timers.clearTimeout(this.#connecting);
      this.#open = true;
      handlers.onOpen();
    });
    this.#socket.addEventListener('message', ({ data }) => {
      const message = typeof data === 'string' && !this.#closed ? parseServiceMessage(data) : null;
      if (message !== null) this.#take(message);
    });
    this.#socket.addEventListener('close', () => this.close());
    this.#socket.addEventListener('error', () => this.close());
  }

  async request(
    name: CommandName,
    payload: Readonly<Record<string, unknown>>,
    { signal, timeoutMs = DEADLINES_MS[name] }: RequestOptions = {},
  ): Promise<Completion> {
    if (!this.#open || this.#closed) return UNREACHABLE;
    if (signal?.aborted === true) return { code: 'canceled', errorCode: null, payload: {} };
    const requestId = this.#nextId;
    this.#nextId += 1;
    // A completion that does not come leaves nobody knowing; on a new connection the devices can be asked again.
    const giveUp = (ms: number) => this.#timers.setTimeout(() => this.close(), ms);
    const waits = new Set<unknown>();
    const cancel = () => {
      this.#cancel(requestId);
      waits.add(giveUp(CANCELED_MS));
    };
    waits.add(
      this.#timers.setTimeout(() => {
        if (this.#pending.get(requestId)?.acknowledged === false) this.close();
      }, ACKNOWLEDGE_MS),
    );
    if (timeoutMs > 0) waits.add(giveUp(timeoutMs + GRACE_MS));
    signal?.addEventListener('abort', cancel);
    try {
      return await new Promise((resolve) => {
        this.#pending.set(requestId, { resolve, acknowledged: false });
        this.#socket.send(frame({ name, type: 'command', requestId, timeout: timeoutMs }, payload));
      });
    } finally {
      this.#pending.delete(requestId);
      signal?.removeEventListener('abort', cancel);
      for (const wait of waits) this.#timers.clearTimeout(wait);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timers.clearTimeout(this.#connecting);
    for (const pending of this.#pending.values()) pending.resolve(LOST);
    this.#socket.close();
    this.#handlers.onClosed();
  }

  #cancel(requestId: number): void {
    void this.request('Common.Cancel', { requestIds: [requestId] });
  }

  #take({ header, payload }: ServiceMessage): void {
    if (header.type === 'unsolicited') {
      this.#handlers.onUnsolicited(header.name, payload);
      return;
    }
    const pending = this.#pending.get(header.requestId);
    if (pending === undefined) return;
    switch (header.type) {
      case 'event':
        return;
      case 'acknowledge':
        pending.acknowledged = true;
        // Refused: no completion will follow.
        if (header.status !== undefined) {
          pending.resolve({ code: 'invalidCommand', errorCode: null, payload: {} });
        }
        return;
      case 'completion': {
        const error = errorCodeSchema.safeParse(payload['errorCode']);
        pending.resolve({
          code: header.completionCode,
          errorCode: error.success ? error.data : null,
          payload,
        });
      }
    }
  }
}
