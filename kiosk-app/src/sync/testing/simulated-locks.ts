import type { Locks } from '../writer-lock.ts';

interface Asking {
  readonly window: object;
  grant(): void;
}

/** The locks of one browser profile, of which there is one here: who asks first has it until its window is gone. */
export class SimulatedLocks {
  #holder: object | null = null;
  readonly #asking: Asking[] = [];

  /** As a window sees them. */
  of(window: object): Locks {
    return {
      request: (_name, { ifAvailable = false }, work) =>
        new Promise((resolve, reject) => {
          const grant = (lock: unknown) => {
            Promise.resolve(work(lock)).then((result) => {
              if (lock !== null) this.#giveBack(window);
              resolve(result);
            }, reject);
          };
          if (this.#holder === null) {
            this.#holder = window;
            grant({});
          } else if (ifAvailable) grant(null);
          else this.#asking.push({ window, grant: () => grant({}) });
        }),
    };
  }

  /** The window was closed or has crashed. */
  gone(window: object): void {
    this.#asking.splice(0, this.#asking.length, ...this.#asking.filter((a) => a.window !== window));
    this.#giveBack(window);
  }

  #giveBack(window: object): void {
    if (this.#holder !== window) return;
    const next = this.#asking.shift();
    this.#holder = next?.window ?? null;
    next?.grant();
  }
}
