import type { Result } from '@haizhu/shared/result';
import type { ApplicationStatus, Challenge } from '@haizhu/shared/sync/protocol';

export type KioskFrame = 'hello' | 'push' | 'presence' | 'watch' | 'check' | 'pay';

/** Why an answer did not come. Whether the server acted on the frame is unknown then. */
export type NoAnswer = 'timed-out' | 'down';

export interface Connection {
  /** Sends a frame and waits for its answer, which the caller still has to parse. */
  ask(frame: KioskFrame, payload: unknown, timeoutMs: number): Promise<Result<unknown, NoAnswer>>;
  /** Ends the connection. No handler is called after it, open questions are answered with `down`. */
  close(): void;
}

export interface ConnectionHandlers {
  onChallenge(challenge: Challenge): void;
  onApplication(status: ApplicationStatus): void;
  /** The connection could not be made or has ended. Called once at the most. */
  onDown(reason: string): void;
}

/** One connection a call, without any retrying of its own: when to try again is the sync machine's decision. */
export interface Transport {
  connect(handlers: ConnectionHandlers): Connection;
}
