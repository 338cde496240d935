import type { SpareCopy } from '../spare/spare-copy.ts';
import { SpareFile, type SpareHandle } from '../spare/spare-file.ts';

/** A file in memory; while it is full, it takes nothing. */
export class SimulatedFile implements SpareHandle {
  bytes: Uint8Array<ArrayBufferLike> = new Uint8Array();
  isFull = false;

  getSize(): number {
    return this.bytes.length;
  }

  read(buffer: Uint8Array, { at }: { readonly at: number }): number {
    const part = this.bytes.subarray(at, at + buffer.length);
    buffer.set(part);
    return part.length;
  }

  write(buffer: Uint8Array, { at }: { readonly at: number }): number {
    if (this.isFull) return 0;
    const bytes = new Uint8Array(Math.max(this.bytes.length, at + buffer.length));
    bytes.set(this.bytes);
    bytes.set(buffer, at);
    this.bytes = bytes;
    return buffer.length;
  }

  truncate(bytes: number): void {
    this.bytes = this.bytes.slice(0, bytes);
  }

  flush(): void {}
}

export type SpareDisk = readonly [SimulatedFile, SimulatedFile];

export const newSpareDisk = (): SpareDisk => [new SimulatedFile(), new SimulatedFile()];

/** The spare copy of one kiosk on a disk that outlives it. Closed, it writes nothing any more, as when it is killed. */
export class SimulatedSpare implements SpareCopy {
  readonly held: SpareCopy['held'];
  readonly #file: SpareFile;
  #isOpen = true;

  constructor(kiosk: string, disk: SpareDisk) {
    // Small, so that both files have their turn.
    this.#file = new SpareFile(disk, 2000);
    this.held = [{ kiosk, entries: this.#file.held }];
  }

  async begin(): Promise<void> {}

  async add(entry: Parameters<SpareCopy['add']>[0]): Promise<void> {
    if (this.#isOpen) this.#file.add(entry);
  }

  async acknowledged(epoch: number, through: number): Promise<void> {
    if (this.#isOpen) this.#file.acknowledged(epoch, through);
  }

  close(): void {
    this.#isOpen = false;
  }
}
