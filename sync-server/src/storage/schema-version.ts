import type { DatabaseSync } from 'node:sqlite';

/** Version of the schema in a SQLite file; null when it is not a database of this program. */
export function readSchemaVersion(database: DatabaseSync): number | null {
  try {
    const row = database.prepare('select version from schema_version').get();
    return typeof row?.['version'] === 'number' ? row['version'] : null;
  } catch {
    return null;
  }
}
