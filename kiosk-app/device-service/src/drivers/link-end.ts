/**
 * The one end of a link. An error closes, closing may bring the next error: whatever comes, the work of ending is done
 * once, and every listener hears of it once.
 */
export class LinkEnd {
  readonly #undo: () => void;
  readonly #listeners = new Set<() => void>();
  #isOver = false;

  /** `undo` lets the device go; what it throws changes nothing. */
  constructor(undo: () => void) {
    this.#undo = undo;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  readonly end = (): void => {
    if (this.#isOver) return;
    this.#isOver = true;
    try {
      this.#undo();
    } catch {
      // The device is gone: there is nothing left to let go.
    }
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  };

  onEnd(listener: () => void): void {
    if (this.#isOver) queueMicrotask(listener);
    else this.#listeners.add(listener);
  }
}
