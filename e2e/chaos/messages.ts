/** What stands before a message in Chromium's console. */
export const MESSAGE = 'kiosk-message ';

/** What a kiosk tells the runner, a line of JSON: in Chromium in its console, in Node on its output. */
export type KioskMessage =
  /** Boot is over: enrolled, the writer's lock is held, the link has started. */
  | { readonly type: 'ready'; readonly kiosk: string }
  /** It had been enrolled, and its database is gone. */
  | { readonly type: 'wiped' }
  /** A commit begins. */
  | { readonly type: 'committing' }
  /** A commit has resolved with ok: from here on the application must never be lost. */
  | { readonly type: 'told'; readonly application: string; readonly seq: number }
  | {
      readonly type: 'state';
      readonly online: boolean;
      readonly queued: number;
      readonly refusal: string | null;
    }
  /** Something that must not happen. */
  | { readonly type: 'problem'; readonly what: string };

/** How a kiosk of the run behaves. */
export interface KioskOptions {
  readonly seed: number;
  /** Applications committed one after the other without waiting, at most. */
  readonly burst: number;
  /** Longest rest between two bursts, ms. */
  readonly restMs: number;
  /** What the kiosk was when it was last heard of. */
  readonly kiosk?: string;
}

/** What a kiosk's journal holds at the end. */
export interface JournalContent {
  readonly states: readonly { readonly epoch: number; readonly head: number; readonly through: number }[];
  readonly applications: readonly string[];
}
