import type { KeptBase, KeptEntry } from '@haizhu/shared/vault/messages';
import type { HeldCopy, VaultCopy } from '../copy/vault-copy.ts';

/** What a vault keeps on its disk, which outlives its program and the page; while it is full, it takes nothing. */
export class SimulatedVaultDisk {
  #entries: readonly KeptEntry[] = [];
  #bases: readonly KeptBase[] = [];
  isFull = false;

  held(): HeldCopy {
    return { bases: this.#bases, entries: this.#entries };
  }

  add(added: readonly KeptEntry[]): void {
    this.#refuse();
    const isReplaced = (one: KeptEntry) => added.some((a) => a.epoch === one.epoch && a.seq === one.seq);
    this.#entries = [...this.#entries.filter((one) => !isReplaced(one)), ...added].sort(
      (a, b) => a.epoch - b.epoch || a.seq - b.seq,
    );
  }

  base(base: KeptBase): void {
    this.#refuse();
    this.#bases = [...this.#bases.filter(({ epoch }) => epoch !== base.epoch), base];
    this.#entries = this.#entries.filter(({ epoch, seq }) => epoch !== base.epoch || seq > base.seq);
  }

  takeBack(epoch: number, from: number): void {
    this.#refuse();
    this.#entries = this.#entries.filter((one) => one.epoch !== epoch || one.seq < from);
  }

  #refuse(): void {
    if (this.isFull) throw new Error('full');
  }
}

/** One page's way to a vault. Closed, it writes nothing any more, as when the page is killed. */
export class SimulatedVault implements VaultCopy {
  readonly #disk: SimulatedVaultDisk;
  readonly #listeners = new Set<(isUp: boolean) => void>();
  #isUp = true;

  constructor(disk: SimulatedVaultDisk) {
    this.#disk = disk;
  }

  /** The device service ends, or is there again. */
  setUp(isUp: boolean): void {
    this.#isUp = isUp;
    for (const listener of this.#listeners) listener(isUp);
  }

  held = async () => this.#reached().held();
  add = async (entries: readonly KeptEntry[]) => this.#reached().add(entries);
  base = async (base: KeptBase) => this.#reached().base(base);
  takeBack = async (epoch: number, seq: number) => this.#reached().takeBack(epoch, seq);

  watch(listener: (isUp: boolean) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#isUp);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#isUp = false;
    this.#listeners.clear();
  }

  #reached(): SimulatedVaultDisk {
    if (!this.#isUp) throw new Error('away');
    return this.#disk;
  }
}
