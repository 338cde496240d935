import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** One file that grows at its end. Every method rejects where the disk refuses. */
export interface VaultFile {
  append(bytes: Uint8Array): Promise<void>;
  /** Resolves when all that was appended is on the disk. */
  sync(): Promise<void>;
  truncate(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** The folder of the vault. */
export interface VaultFiles {
  /** Null where there is no such file. */
  read(name: string): Promise<Uint8Array | null>;
  openToAppend(name: string): Promise<VaultFile>;
  /** All of it or nothing of it is there afterwards, also after a power cut. */
  replace(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Nobody but the account of the device service may read what is kept. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** A real folder; made where it is not there. Rejects where it cannot be. */
export async function openVaultFolder(folder: string): Promise<VaultFiles> {
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const path = (name: string) => join(folder, name);
  return {
    async read(name) {
      try {
        return await readFile(path(name));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async openToAppend(name) {
      const file = await open(path(name), 'a', FILE_MODE);
      await syncFolder(folder);
      return {
        append: (bytes) => file.appendFile(bytes),
        sync: () => file.datasync(),
        truncate: (bytes) => file.truncate(bytes),
        close: () => file.close(),
      };
    },
    async replace(name, bytes) {
      const next = path(`${name}.next`);
      const file = await open(next, 'w', FILE_MODE);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(next, path(name));
      await syncFolder(folder);
    },
    remove: (name) => rm(path(name), { force: true }),
  };
}

/** Names in a folder are on the disk only when the folder is. Windows keeps them by itself and opens no folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
