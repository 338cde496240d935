import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '@haizhu/shared/result';
import { databasePath } from './data-folder.ts';
import { readSchemaVersion } from './schema-version.ts';

export interface BackedUp {
  readonly file: string;
  readonly bytes: number;
  /** Position of the last entry of the ledger in it. */
  readonly ledgerId: number;
}

/**
 * Copies the embedded database as it is at one moment into a new file, while a server may be running: it goes on
 * taking entries. The file is there under its name only when it is whole and on disk. Never over an older file. The
 * private sealing keys are not in it.
 */
export function backUp(dataDir: string, file: string): Result<BackedUp, string> {
  const path = databasePath(dataDir);
  if (!existsSync(path)) return err(`There is no database in ${dataDir}: name the folder with DATA_DIR.`);
  if (existsSync(file)) return err(`${file} is there already: name a new file.`);
  const unfinished = `${file}.unfinished`;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(unfinished, { force: true });
  const source = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    // One reading transaction: a consistent state, and the writer is not held up.
    source.prepare('vacuum into ?').run(unfinished);
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(unfinished, { readOnly: true });
  const { id } = copy.prepare('select coalesce(max(id), 0) as id from ledger').get() as { id: number };
  const version = readSchemaVersion(copy);
  copy.close();
  if (version === null) return err(`${path} is not a database of this program.`);
  sync(unfinished);
  renameSync(unfinished, file);
  sync(dirname(file));
  return ok({ file, bytes: statSync(file).size, ledgerId: id });
}

/** Waits until a file, or the names in a folder, are on disk. */
export function sync(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
