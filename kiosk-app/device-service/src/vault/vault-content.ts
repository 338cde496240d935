import type { KeptBase, KeptEntry } from '@haizhu/shared/vault/messages';
import type { VaultLine } from './vault-lines.ts';

/** What a vault keeps of one kiosk, as its lines say one after the other. Held in memory: it is what waits, not more. */
export class VaultContent {
  readonly #entries = new Map<number, Map<number, KeptEntry>>();
  readonly #bases = new Map<number, KeptBase>();

  take(line: VaultLine): void {
    if ('entry' in line) this.#of(line.entry.epoch).set(line.entry.seq, line.entry);
    else if ('base' in line) this.#takeBase(line.base);
    else this.#drop(line.voided.epoch, (seq) => seq >= line.voided.seq);
  }

  /** Rising by epoch, then by place. */
  entries(): readonly KeptEntry[] {
    return [...this.#entries.values()]
      .flatMap((entries) => [...entries.values()])
      .sort((a, b) => a.epoch - b.epoch || a.seq - b.seq);
  }

  bases(): readonly KeptBase[] {
    return [...this.#bases.values()].sort((a, b) => a.epoch - b.epoch);
  }

  /** Epochs of which anything is known. */
  epochs(): readonly number[] {
    return [...new Set([...this.#bases.keys(), ...this.#entries.keys()])].sort((a, b) => a - b);
  }

  /** The fewest lines that say the same. */
  lines(): readonly VaultLine[] {
    return [
      ...this.bases().map((base) => ({ base }) as const),
      ...this.entries().map((entry) => ({ entry }) as const),
    ];
  }

  #takeBase(base: KeptBase): void {
    this.#bases.set(base.epoch, base);
    this.#drop(base.epoch, (seq) => seq <= base.seq);
  }

  #of(epoch: number): Map<number, KeptEntry> {
    const known = this.#entries.get(epoch) ?? new Map<number, KeptEntry>();
    this.#entries.set(epoch, known);
    return known;
  }

  #drop(epoch: number, isGone: (seq: number) => boolean): void {
    const entries = this.#of(epoch);
    for (const seq of entries.keys()) if (isGone(seq)) entries.delete(seq);
    if (entries.size === 0) this.#entries.delete(epoch);
  }
}
