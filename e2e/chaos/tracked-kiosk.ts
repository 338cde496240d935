import type { KioskMessage } from './messages.ts';

/** What the runner knows of one kiosk from its messages. */
export class TrackedKiosk {
  readonly name: string;
  /** Applications of which a citizen was told that they are stored. */
  readonly told = new Set<string>();
  readonly problems: string[] = [];
  /** Its id, once it was enrolled. */
  kiosk: string | null = null;
  /** How often it came back without its database. */
  wiped = 0;
  #isWiped = false;
  /** When it booted last, ms of `performance.now()`; null while it does not run. */
  readyAt: number | null = null;
  /** When it last said that it is online with an empty queue. */
  emptyAt: number | null = null;
  online = false;
  queued = 0;
  readonly #listeners = new Set<(message: KioskMessage) => void>();

  constructor(name: string) {
    this.name = name;
  }

  take(message: KioskMessage): void {
    switch (message.type) {
      case 'ready':
        this.readyAt = performance.now();
        this.kiosk = message.kiosk;
        this.#isWiped = false;
        break;
      case 'wiped':
        // Told again by every start until it is enrolled again.
        if (!this.#isWiped) this.wiped += 1;
        this.#isWiped = true;
        break;
      case 'told':
        this.told.add(message.application);
        break;
      case 'problem':
        this.problems.push(`${this.name}: ${message.what}`);
        break;
      case 'state':
        this.online = message.online;
        this.queued = message.queued;
        if (message.refusal !== null) this.problems.push(`${this.name}: refused: ${message.refusal}`);
        if (message.online && message.queued === 0) this.emptyAt = performance.now();
        break;
      case 'committing':
        break;
    }
    for (const listener of this.#listeners) listener(message);
  }

  /** It was killed: what it said of its state holds no more. */
  gone(): void {
    this.readyAt = null;
    this.emptyAt = null;
    this.online = false;
  }

  /** Resolves with true at the n-th message for which the test holds, with false after `withinMs`. */
  waitFor(test: (message: KioskMessage) => boolean, withinMs: number, count = 1): Promise<boolean> {
    return new Promise((resolve) => {
      let left = count;
      const end = (found: boolean) => {
        clearTimeout(late);
        this.#listeners.delete(listener);
        resolve(found);
      };
      const listener = (message: KioskMessage) => {
        if (test(message)) left -= 1;
        if (left === 0) end(true);
      };
      const late = setTimeout(() => end(false), withinMs);
      this.#listeners.add(listener);
    });
  }
}
