import type { DeviceState } from '@haizhu/shared/xfs/status';
import type { ByteLink } from './byte-link.ts';
import { pause, unlessAborted } from './pause.ts';
import { NoAnswer } from './request-line.ts';

export interface KeptTimes {
  /** Between two looks after the device's health, ms. */
  readonly healthMs: number;
  /** Between two tries to open a line that cannot be opened, ms. */
  readonly retryMs: number;
  /** How long a device that was well may be lost before it is told, ms. */
  readonly graceMs: number;
}

/** A line that is cut is told after 2.5 s; one that falls silent after at most a second more, and its three strikes. */
export const KEPT_TIMES: KeptTimes = { healthMs: 1000, retryMs: 300, graceMs: 2500 };

/** Hears from a session how its talk with the device goes. */
export interface TalkListener {
  /** An answer did not come, or came broken. */
  strike(): void;
  /** An answer came. */
  answered(): void;
}

/**
 * Keeps a link to a device open and asks after its health: opens it, looks at regular times while nothing else is
 * going on, opens it again at once when it was lost. What the device answers is its state; that it is lost is told
 * only once it has lasted, and then always, also while a question is still under way.
 */
export class KeptLink<S> {
  readonly #open: () => Promise<ByteLink>;
  readonly #look: (session: S) => Promise<DeviceState>;
  readonly #start: (link: ByteLink, talk: TalkListener) => S;
  readonly #times: KeptTimes;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #waiting = new Set<() => void>();
  readonly #loop: Promise<void>;
  #link: ByteLink | null = null;
  #session: S | null = null;
  #state: DeviceState = 'starting';
  #busy = 0;
  #grace: NodeJS.Timeout | undefined;
  #nap = new AbortController();
  /** Whether this session's device has answered: a line that never does is not opened over and over. */
  #hasAnswered = false;

  constructor(parts: {
    /** Rejects when the device cannot be reached. */
    open(): Promise<ByteLink>;
    start(link: ByteLink, talk: TalkListener): S;
    /** May reject with `NoAnswer`: then the link is given up and opened anew. */
    look(session: S): Promise<DeviceState>;
    readonly times: KeptTimes;
  }) {
    this.#open = parts.open;
    this.#start = parts.start;
    this.#look = parts.look;
    this.#times = parts.times;
    this.#loop = this.#run();
  }

  get state(): DeviceState {
    return this.#state;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /**
   * Works with the device; null when it is not there, or goes away meanwhile. A line that is being opened anew is
   * waited for, as long as it is not told as lost.
   */
  async use<T>(work: (session: S) => Promise<T>): Promise<T | null> {
    const session = await this.#ready();
    if (session === null) return null;
    this.#busy += 1;
    try {
      return await work(session);
    } catch (error) {
      this.#drop(session);
      if (error instanceof NoAnswer) return null;
      throw error;
    } finally {
      this.#busy -= 1;
      this.#nap.abort();
    }
  }

  /** Asks after the device's health in the middle of a command. Rejects with `NoAnswer`. */
  async check(session: S): Promise<DeviceState> {
    const state = await this.#look(session);
    if (this.#session === session) this.#become(state);
    return state;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#session !== null) this.#drop(this.#session);
    clearTimeout(this.#grace);
    this.#nap.abort();
    this.#wake();
    await this.#loop;
    this.#listeners.clear();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.#nap = new AbortController();
      if (this.#session === null) await this.#connect();
      const session = this.#session;
      if (session !== null && this.#busy === 0) {
        // A mistake in a driver must not end the watch over its device.
        await this.check(session).catch(() => this.#drop(session));
      }
      if (signal.aborted) return;
      // A line that was lost after an answer is opened again at once.
      if (this.#session === null && this.#hasAnswered) this.#hasAnswered = false;
      else await this.#sleep(this.#session === null ? this.#times.retryMs : this.#times.healthMs);
    }
  }

  #sleep(ms: number): Promise<void> {
    return pause(ms, this.#nap.signal);
  }

  /** Opens the line, or finds out that it cannot be. An opening that hangs holds nobody up at the end. */
  async #connect(): Promise<void> {
    this.#hasAnswered = false;
    const { signal } = this.#stop;
    const opening = this.#open().catch(() => null);
    const link = await unlessAborted(opening, signal);
    if (signal.aborted) return void opening.then((late) => late?.close());
    if (link === null) return this.#lost();
    const session = this.#start(link, {
      strike: () => this.#session === session && this.#trouble(),
      answered: () => this.#session === session && this.#answered(),
    });
    this.#link = link;
    this.#session = session;
    this.#wake();
    link.onClosed(() => this.#drop(session));
  }

  /** A session, or null once the device is told as lost. */
  async #ready(): Promise<S | null> {
    while (this.#session === null && this.#state !== 'offline' && !this.#stop.signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    return this.#session;
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #drop(session: S): void {
    if (this.#session !== session) return;
    const link = this.#link;
    this.#link = null;
    this.#session = null;
    this.#lost();
    this.#nap.abort();
    link?.close();
  }

  #answered(): void {
    this.#hasAnswered = true;
    clearTimeout(this.#grace);
    this.#grace = undefined;
  }

  /** The line is gone; one that never worked is told at once. */
  #lost(): void {
    if (this.#stop.signal.aborted || this.#state === 'starting') this.#become('offline');
    else this.#trouble();
  }

  /** Something is wrong: told once it has lasted. */
  #trouble(): void {
    this.#grace ??= setTimeout(() => {
      this.#grace = undefined;
      this.#become('offline');
    }, this.#times.graceMs);
  }

  #become(state: DeviceState): void {
    if (state !== this.#state) {
      this.#state = state;
      this.changed();
    }
    this.#wake();
  }
}
