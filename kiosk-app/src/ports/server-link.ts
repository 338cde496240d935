import type { Result } from '@haizhu/shared/result';
import type { ApplicationStatus, PayOrder } from '@haizhu/shared/sync/protocol';
import type { TimeMark } from './clock.ts';

/** The link to the server as the screens and machines see it. */
export interface LinkState {
  readonly online: boolean;
  /** Why it is not online, where the server or the browser said so; null while simply out of reach. */
  readonly refusal:
    | 'revoked-kiosk'
    | 'unknown-kiosk'
    | 'stale-epoch'
    | 'wrong-signature'
    | 'protocol-unsupported'
    | 'journal-behind'
    | 'second-window'
    | null;
  readonly queued: number;
  /** Applications among what is queued. */
  readonly applications: number;
  readonly oldestAt: number | null;
  /** Set where `oldestAt` is no measure of how long it has waited. */
  readonly oldestMark?: TimeMark | undefined;
  /** Kiosk clock minus server clock at the last connection, ms; null before the first. */
  readonly clockErrorMs: number | null;
  readonly station: { readonly id: string; readonly zh: string; readonly en: string } | null;
  /** Parts on the server that are simulated: shown on screen. */
  readonly simulated: readonly string[];
}

export type AskError = 'offline' | 'not-found' | 'not-payable' | 'slow-down' | 'refused';

export interface ServerLink {
  state(): LinkState;
  /** Tells the state at once and at each change. Returns how to stop. */
  watch(listener: (state: LinkState) => void): () => void;
  /**
   * Tells the status of an application whenever it is known or changes, for as long as it is watched, over
   * reconnections. Never tells anything that the server did not say.
   */
  watchApplication(application: string, listener: (status: ApplicationStatus) => void): () => void;
  /** Asks with the digest of a check code. */
  check(lookup: string): Promise<Result<ApplicationStatus, AskError>>;
  /** Opens the payment order of an approved application, or returns the one that is open. Safe to repeat. */
  pay(application: string): Promise<Result<PayOrder, AskError>>;
  /** What the next presence frame says besides the queue. */
  report(presence: {
    readonly level: 'in-service' | 'degraded' | 'out-of-service';
    readonly faults: readonly string[];
    readonly screen: string;
  }): void;
}
