import { err, ok, type Result } from '@haizhu/shared/result';
import type { ApplicationStatus, Challenge } from '@haizhu/shared/sync/protocol';
import type { Connection, ConnectionHandlers, KioskFrame, NoAnswer, Transport } from '../transport.ts';
import type { VirtualTime } from './virtual-time.ts';

/** One end of a connection as a simulated server sees it. */
export interface ServerEnd {
  challenge(challenge: Challenge): void;
  application(status: ApplicationStatus): void;
  drop(reason: string): void;
}

/** What a simulated server does with a connection and its frames. */
export interface ServerSide {
  onConnect(end: ServerEnd): void;
  /** The answer, or a promise of it; null: no answer ever. */
  onFrame(end: ServerEnd, frame: KioskFrame, payload: unknown): Promise<unknown> | unknown;
}

/**
 * A network that can be cut, slow, or lose what is under way. Frames that were sent while it was slow are overtaken by
 * later ones, which is more than TCP would do; a frame of a connection that has ended may still reach the server, late
 * (that is what makes doubles).
 */
export class SimulatedNetwork implements Transport {
  readonly #time: VirtualTime;
  readonly #open = new Set<{ down(reason: string): void }>();
  server: ServerSide | null = null;
  cut = false;
  latencyMs = 5;
  /** Requests sent while set reach the server, their answers never come. */
  loseAnswers = false;
  /** Requests sent while set never reach the server. */
  loseRequests = false;
  /** Additional delay of the way to the server for requests sent while set. */
  extraDelayMs = 0;
  /** Requests sent while set reach the server twice. */
  duplicate = false;
  connects = 0;

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** Cuts all connections now. */
  breakAll(reason = 'cut'): void {
    for (const connection of [...this.#open]) connection.down(reason);
  }

  connect(handlers: ConnectionHandlers): Connection {
    this.connects += 1;
    let ended = false;
    const waiting = new Set<(r: Result<unknown, NoAnswer>) => void>();
    const finish = () => {
      ended = true;
      this.#open.delete(self);
      for (const resolve of waiting) resolve(err('down'));
      waiting.clear();
    };
    const down = (reason: string) => {
      if (ended) return;
      finish();
      handlers.onDown(reason);
    };
    const self = { down };
    this.#open.add(self);
    const toKiosk = (fn: () => void) =>
      this.#time.setTimeout(() => !ended && !this.cut && fn(), this.latencyMs);
    const end: ServerEnd = {
      challenge: (challenge) => toKiosk(() => handlers.onChallenge(challenge)),
      application: (status) => toKiosk(() => handlers.onApplication(status)),
      drop: (reason) => toKiosk(() => down(reason)),
    };
    this.#time.setTimeout(() => {
      if (ended) return;
      if (this.cut || this.server === null) down('unreachable');
      else this.server.onConnect(end);
    }, this.latencyMs);
    return {
      ask: (frame, payload, timeoutMs) =>
        new Promise((resolve) => {
          if (ended) return resolve(err('down'));
          waiting.add(resolve);
          const settle = (result: Result<unknown, NoAnswer>) => {
            waiting.delete(resolve);
            resolve(result);
          };
          this.#time.setTimeout(() => settle(err('timed-out')), timeoutMs);
          if (this.cut || this.loseRequests) return;
          const { loseAnswers } = this;
          const copies = this.duplicate ? 2 : 1;
          const sent: unknown = structuredClone(payload);
          for (let copy = 0; copy < copies; copy += 1) {
            this.#time.setTimeout(
              async () => {
                if (this.server === null || this.cut) return;
                const answer = await this.#time.track(Promise.resolve(this.server.onFrame(end, frame, sent)));
                if (answer === null || loseAnswers || copy > 0) return;
                toKiosk(() => settle(ok(JSON.parse(JSON.stringify(answer)))));
              },
              this.latencyMs + this.extraDelayMs + copy,
            );
          }
        }),
      close: finish,
    };
  }
}
