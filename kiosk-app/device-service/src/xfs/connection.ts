import type { CommandMessage } from '@haizhu/shared/xfs/envelope';
import { frame, parseCommand, type Refusal } from '@haizhu/shared/xfs/envelope';
import type { EventName } from '@haizhu/shared/xfs/events';
import type { CommandContext, Outcome } from '../device.ts';
import { REAL_TIMERS, type Timers } from '../timers.ts';

/** Answers the commands of one service. Throws only by mistake: that ends the command with `internalError`. */
export type CommandHandler = (command: CommandMessage, context: CommandContext) => Promise<Outcome>;

/** More commands than this on one connection at a time are refused with `tooManyRequests`. */
const MAX_PENDING = 16;
/** A client that does not read is dropped before it fills the memory, bytes. */
const MAX_BUFFERED = 1024 * 1024;

/** What is used of a socket of `ws`. */
export interface ClientSocket {
  readonly readyState: number;
  readonly OPEN: number;
  readonly bufferedAmount: number;
  send(text: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: unknown, isBinary: boolean) => void): unknown;
  on(event: 'close' | 'error', listener: () => void): unknown;
}

interface Pending {
  readonly controller: AbortController;
  timer: unknown;
  timedOut: boolean;
}

/**
 * One client of one service: takes frames, acknowledges, runs, completes. A malformed frame is answered and
 * nothing else happens. Request ids belong to the connection.
 */
export class Connection {
  readonly #socket: ClientSocket;
  readonly #handle: CommandHandler;
  readonly #timers: Timers;
  readonly #onMistake: (error: unknown) => void;
  readonly #pending = new Map<number, Pending>();

  constructor(
    socket: ClientSocket,
    handle: CommandHandler,
    onMistake: (error: unknown) => void,
    timers: Timers = REAL_TIMERS,
  ) {
    this.#socket = socket;
    this.#timers = timers;
    this.#handle = handle;
    this.#onMistake = onMistake;
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#refuse({ name: 'Common.Unknown', requestId: 0 }, 'invalidMessage');
      else void this.#take(String(data));
    });
    socket.on('close', () => this.#cancelAll());
    // An oversize or broken frame: `ws` closes this one connection with the right code by itself.
    socket.on('error', () => socket.terminate());
  }

  unsolicited(name: EventName, payload: Readonly<Record<string, unknown>>): void {
    this.#send(frame({ name, type: 'unsolicited' }, payload));
  }

  /** Cancels the commands with those ids, or all of this connection. */
  cancel(requestIds: readonly number[] | undefined): void {
    if (requestIds === undefined) this.#cancelAll();
    else for (const id of requestIds) this.#pending.get(id)?.controller.abort();
  }

  async #take(text: string): Promise<void> {
    const parsed = parseCommand(text);
    if (!parsed.ok) return this.#refuse(parsed.error, 'invalidMessage');
    const { name, requestId, timeout = 0 } = parsed.value.header;
    if (this.#pending.has(requestId)) return this.#refuse({ name, requestId }, 'invalidRequestID');
    if (this.#pending.size >= MAX_PENDING) return this.#refuse({ name, requestId }, 'tooManyRequests');
    const pending: Pending = { controller: new AbortController(), timer: undefined, timedOut: false };
    this.#pending.set(requestId, pending);
    this.#send(frame({ name, type: 'acknowledge', requestId }));
    if (timeout > 0) {
      pending.timer = this.#timers.setTimeout(() => {
        pending.timedOut = true;
        pending.controller.abort();
      }, timeout);
    }
    const outcome = await this.#run(parsed.value, pending);
    this.#timers.clearTimeout(pending.timer);
    this.#pending.delete(requestId);
    this.#complete(name, requestId, outcome);
  }

  async #run(command: CommandMessage, pending: Pending): Promise<Outcome> {
    const { name, requestId } = command.header;
    try {
      const outcome = await this.#handle(command, {
        signal: pending.controller.signal,
        event: (event, payload) => this.#send(frame({ name: event, type: 'event', requestId }, payload)),
      });
      return outcome.code === 'canceled' && pending.timedOut ? { code: 'timeOut' } : outcome;
    } catch (error) {
      this.#onMistake(error);
      return { code: 'internalError', description: `${name} went wrong inside the device service` };
    }
  }

  #complete(name: string, requestId: number, outcome: Outcome): void {
    const header = { name, type: 'completion', requestId, completionCode: outcome.code };
    if (outcome.code === 'success') {
      this.#send(frame(header, outcome.payload));
      return;
    }
    const { errorCode, description } = outcome;
    const described = description === undefined ? header : { ...header, errorDescription: description };
    this.#send(frame(described, errorCode === undefined ? {} : { errorCode }));
  }

  #refuse(of: { readonly name: string; readonly requestId: number }, status: Refusal): void {
    this.#send(frame({ name: of.name, type: 'acknowledge', requestId: of.requestId, status }));
  }

  #cancelAll(): void {
    for (const pending of this.#pending.values()) pending.controller.abort();
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED) this.#socket.terminate();
    else this.#socket.send(text);
  }
}
