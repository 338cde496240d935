import { VaultContent } from './vault-content.ts';
import type { VaultFile, VaultFiles } from './vault-files.ts';
import { encodeLine, readVaultFile, type VaultLine } from './vault-lines.ts';

/** A file with more than this that says nothing any more is written anew, bytes. */
const SPARE_BYTES = 1 << 20;

interface Waiting {
  readonly lines: readonly VaultLine[];
  readonly bytes: Uint8Array;
  readonly mustSync: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One kiosk's file in the vault. What waits to be written goes to the disk together, with one sync for all of it. After a
 * write or a sync that failed nobody knows what the file holds: it is written anew out of memory before anything else.
 */
export class VaultLog {
  readonly #files: VaultFiles;
  readonly #name: string;
  readonly #spareBytes: number;
  readonly #content = new VaultContent();
  #file: VaultFile | null = null;
  #bytes = 0;
  #mustRenew = false;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;

  private constructor(files: VaultFiles, name: string, spareBytes: number) {
    this.#files = files;
    this.#name = name;
    this.#spareBytes = spareBytes;
  }

  /**
   * Reads what is there. A torn end is cut off; lines that something has changed are set aside in a file of their own,
   * and their number is told. Rejects where the disk refuses.
   */
  static async open(
    files: VaultFiles,
    name: string,
    spareBytes = SPARE_BYTES,
  ): Promise<{ readonly log: VaultLog; readonly damaged: number }> {
    const log = new VaultLog(files, name, spareBytes);
    const bytes = (await files.read(name)) ?? new Uint8Array();
    const { lines, damaged, tornBytes } = readVaultFile(bytes);
    for (const line of lines) log.#content.take(line);
    log.#bytes = bytes.length;
    if (damaged.length > 0) await setAside(files, `${name}.damaged`, damaged);
    if (damaged.length > 0 || tornBytes > 0) await log.#renew();
    return { log, damaged: damaged.length };
  }

  get content(): Pick<VaultContent, 'entries' | 'bases' | 'epochs'> {
    return this.#content;
  }

  /** Resolves when the lines are on the disk. Rejects where the disk refused; then they are not kept. */
  write(lines: readonly VaultLine[]): Promise<void> {
    return this.#write(lines, true);
  }

  /** As `write`, but a power cut may take them: they are only what the page can say again. */
  note(line: VaultLine): Promise<void> {
    return this.#write([line], false);
  }

  /** Resolves when nothing is being written any more. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
    this.#file = null;
  }

  #write(lines: readonly VaultLine[], mustSync: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lines, bytes: Buffer.concat(lines.map(encodeLine)), mustSync, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      try {
        await this.#append(group);
      } catch (error) {
        for (const { reject } of group) reject(error);
        continue;
      }
      for (const { resolve } of group) resolve();
    }
    // In the same turn in which nothing more was found waiting.
    this.#writing = null;
  }

  async #append(group: readonly Waiting[]): Promise<void> {
    if (this.#mustRenew) await this.#renew();
    const bytes = Buffer.concat(group.map((one) => one.bytes));
    try {
      this.#file ??= await this.#files.openToAppend(this.#name);
      await this.#file.append(bytes);
      if (group.some(({ mustSync }) => mustSync)) await this.#file.sync();
    } catch (error) {
      this.#mustRenew = true;
      // Tried for whoever starts before it is written anew: nobody was told of these lines.
      await this.#file?.truncate(this.#bytes).catch(() => undefined);
      throw error;
    }
    this.#bytes += bytes.length;
    for (const { lines } of group) for (const line of lines) this.#content.take(line);
    if (this.#bytes > this.#spareBytes) await this.#shrink();
  }

  /** Written anew only where that halves it: a long queue is not copied with each entry. */
  async #shrink(): Promise<void> {
    const needed = this.#content.lines().reduce((sum, line) => sum + encodeLine(line).length, 0);
    if (needed * 2 > this.#bytes) return;
    // What was written stands in the old file as well; a failure here loses nothing.
    await this.#renew().catch(() => undefined);
  }

  async #renew(): Promise<void> {
    this.#mustRenew = true;
    const bytes = Buffer.concat(this.#content.lines().map(encodeLine));
    await this.#file?.close().catch(() => undefined);
    this.#file = null;
    await this.#files.replace(this.#name, bytes);
    this.#bytes = bytes.length;
    this.#mustRenew = false;
  }
}

async function setAside(files: VaultFiles, name: string, damaged: readonly Uint8Array[]): Promise<void> {
  const end = Uint8Array.of(0x0a);
  const file = await files.openToAppend(name);
  try {
    await file.append(Buffer.concat(damaged.flatMap((line) => [line, end])));
    await file.sync();
  } finally {
    await file.close();
  }
}
