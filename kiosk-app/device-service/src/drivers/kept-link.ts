import type { DeviceState } from '@haizhu/shared/xfs/status';
import type { ByteLink } from './byte-link.ts';
import { pause } from './pause.ts';

/**
 * Keeps a link to a device open and asks after its health: opens it, looks at regular times while nothing else is
 * going on, opens it again when it was lost. What the device answers is its state.
 */
export class KeptLink<S> {
  readonly #open: () => Promise<ByteLink>;
  readonly #look: (session: S) => Promise<DeviceState>;
  readonly #start: (link: ByteLink) => S;
  readonly #everyMs: number;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  #link: ByteLink | null = null;
  #session: S | null = null;
  #state: DeviceState = 'starting';
  #busy = 0;
  readonly #loop: Promise<void>;

  constructor(parts: {
    /** Rejects when the device cannot be reached. */
    open(): Promise<ByteLink>;
    start(link: ByteLink): S;
    /** May reject: then the link is given up and opened anew. */
    look(session: S): Promise<DeviceState>;
    readonly everyMs: number;
  }) {
    this.#open = parts.open;
    this.#start = parts.start;
    this.#look = parts.look;
    this.#everyMs = parts.everyMs;
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

  /** Works with the device; null when it is not there, or goes away meanwhile. */
  async use<T>(work: (session: S) => Promise<T>): Promise<T | null> {
    if (this.#session === null) return null;
    this.#busy += 1;
    try {
      return await work(this.#session);
    } catch {
      this.#drop();
      return null;
    } finally {
      this.#busy -= 1;
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#drop();
    await this.#loop;
    this.#listeners.clear();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      if (this.#busy === 0) await this.#check();
      await pause(this.#everyMs, signal);
    }
  }

  async #check(): Promise<void> {
    try {
      if (this.#session === null) await this.#connect();
      if (this.#session !== null) this.#become(await this.#look(this.#session));
    } catch {
      this.#drop();
    }
  }

  async #connect(): Promise<void> {
    const link = await this.#open();
    if (this.#stop.signal.aborted) return link.close();
    this.#link = link;
    this.#session = this.#start(link);
    link.onClosed(() => {
      if (this.#link === link) this.#drop();
    });
  }

  #drop(): void {
    const link = this.#link;
    this.#link = null;
    this.#session = null;
    link?.close();
    this.#become('offline');
  }

  #become(state: DeviceState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.changed();
  }
}
