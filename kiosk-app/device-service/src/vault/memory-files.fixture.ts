import type { VaultFile, VaultFiles } from './vault-files.ts';

/** A folder in memory that can refuse, and that can lose what was not synced, as in a power cut. */
export class MemoryFiles implements VaultFiles {
  readonly files = new Map<string, Uint8Array>();
  /** What of each file a power cut leaves. */
  readonly #onDisk = new Map<string, Uint8Array>();
  /** Bytes that it still takes. */
  room = Number.POSITIVE_INFINITY;
  /** The next sync fails, and nobody knows what reached the disk. */
  failsToSync = false;
  syncs = 0;

  async read(name: string): Promise<Uint8Array | null> {
    return this.files.get(name) ?? null;
  }

  async openToAppend(name: string): Promise<VaultFile> {
    if (!this.files.has(name)) this.#put(name, new Uint8Array());
    return {
      append: async (bytes) => {
        // A disk that fills up takes a part of it.
        const taken = bytes.subarray(0, Math.max(0, Math.min(bytes.length, this.room)));
        this.room -= taken.length;
        this.files.set(name, Buffer.concat([this.#of(name), taken]));
        if (taken.length < bytes.length) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
      sync: async () => {
        this.syncs += 1;
        if (this.failsToSync) {
          this.failsToSync = false;
          throw Object.assign(new Error('sync failed'), { code: 'EIO' });
        }
        this.#onDisk.set(name, this.#of(name));
      },
      truncate: async (bytes) => void this.files.set(name, this.#of(name).subarray(0, bytes)),
      close: async () => {},
    };
  }

  async replace(name: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > this.room) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    this.#put(name, bytes);
  }

  async remove(name: string): Promise<void> {
    this.files.delete(name);
    this.#onDisk.delete(name);
  }

  /** Of what was not synced, so many bytes are there afterwards. */
  powerCut(kept: number): void {
    for (const [name, bytes] of this.files) {
      const synced = this.#onDisk.get(name) ?? new Uint8Array();
      this.files.set(
        name,
        Uint8Array.from(bytes).slice(
          0,
          Math.max(synced.length, Math.min(bytes.length, synced.length + kept)),
        ),
      );
      this.#onDisk.set(name, this.#of(name));
    }
  }

  #of(name: string): Uint8Array {
    return this.files.get(name) ?? new Uint8Array();
  }

  #put(name: string, bytes: Uint8Array): void {
    this.files.set(name, bytes);
    this.#onDisk.set(name, bytes);
  }
}
