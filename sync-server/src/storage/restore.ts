import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { err, ok, type Result } from '@haizhu/shared/result';
import { sync } from './backup.ts';
import { databasePath, holdFolder } from './data-folder.ts';
import { SCHEMA_VERSION } from './migrate.ts';
import { readSchemaVersion } from './schema-version.ts';

export interface Restored {
  readonly ledgerId: number;
  /** Where the database of before lies now; null when there was none. */
  readonly before: string | null;
}

/**
 * Puts a backup in the place of the embedded database. Refuses while a server runs, and a file that is damaged or of a
 * newer program. What was there is moved aside, not deleted. An older schema is migrated by the server's next start.
 */
export function restore(dataDir: string, file: string, now: Date): Result<Restored, string> {
  if (!existsSync(file)) return err(`There is no file ${file}.`);
  const checked = check(file);
  if (!checked.ok) return checked;
  mkdirSync(dataDir, { recursive: true });
  const hold = holdFolder(dataDir);
  if (hold === null) return err(`A server uses the folder ${dataDir}: stop it first. Nothing was changed.`);
  try {
    const path = databasePath(dataDir);
    const fresh = `${path}.restoring`;
    rmSync(fresh, { force: true });
    // On disk before anything is moved: a power cut leaves the old database or the new one.
    copyFileSync(file, fresh);
    sync(fresh);
    const before = existsSync(path) ? `${path}.before-${now.toISOString().replaceAll(/[-:.]/g, '')}` : null;
    if (before !== null) {
      // The log belongs to its database: they move together.
      for (const ending of ['-wal', '-shm']) {
        if (existsSync(path + ending)) renameSync(path + ending, before + ending);
      }
      renameSync(path, before);
    }
    renameSync(fresh, path);
    sync(dataDir);
    return ok({ ledgerId: checked.value, before });
  } finally {
    hold.release();
  }
}

/** The last position of the ledger in a backup that is whole and not of a newer program. */
function check(file: string): Result<number, string> {
  let database: DatabaseSync;
  try {
    database = new DatabaseSync(file, { readOnly: true });
  } catch {
    return err(`${file} cannot be opened as a database.`);
  }
  try {
    const version = readSchemaVersion(database);
    if (version === null)
      return err(`${file} is damaged, or not a backup of this program. Nothing was changed.`);
    if (version > SCHEMA_VERSION) {
      return err(
        `${file} has schema ${version}, this program knows ${SCHEMA_VERSION}: restore it with the newer program. Nothing was changed.`,
      );
    }
    const verdict = database.prepare('pragma integrity_check(1)').get();
    if (verdict?.['integrity_check'] !== 'ok') return err(`${file} is damaged. Nothing was changed.`);
    const { id } = database.prepare('select coalesce(max(id), 0) as id from ledger').get() as { id: number };
    return ok(id);
  } catch {
    return err(`${file} is damaged. Nothing was changed.`);
  } finally {
    database.close();
  }
}
