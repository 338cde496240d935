import type { BuiltEntry } from '../journal-store.ts';
import type { OpenItem } from '../open-items.ts';

/**
 * What is open as of the entry up to which the server has the journal. The copy drops what stands before it; who begins
 * with the rest must know all the same of a payment or a card that was under way then.
 */
export class OpenAtBase {
  readonly #items = new Map<string, OpenItem>();
  readonly #behind = new Map<number, Map<number, BuiltEntry['open']>>();

  constructor(items: readonly OpenItem[] = []) {
    for (const item of items) this.#items.set(item.id, item);
  }

  /** An entry that the server does not have. */
  add(epoch: number, seq: number, open: BuiltEntry['open']): void {
    const behind = this.#behind.get(epoch) ?? new Map<number, BuiltEntry['open']>();
    this.#behind.set(epoch, behind.set(seq, open));
  }

  /** It never became part of the journal. */
  takeBack(epoch: number, seq: number): void {
    this.#behind.get(epoch)?.delete(seq);
  }

  /** The server has entries 1…through of the epoch; what is open then. */
  through(epoch: number, through: number): readonly OpenItem[] {
    const behind = this.#behind.get(epoch);
    for (const seq of [...(behind?.keys() ?? [])].sort((a, b) => a - b)) {
      if (seq > through) break;
      const { put, remove } = behind?.get(seq) ?? { put: [], remove: [] };
      for (const id of remove) this.#items.delete(id);
      for (const item of put) this.#items.set(item.id, item);
      behind?.delete(seq);
    }
    return [...this.#items.values()];
  }
}
