import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where the embedded database of a folder is. */
export const databasePath = (dataDir: string): string => join(dataDir, 'haizhu-kiosk.db');

export interface Hold {
  release(): void;
}

/**
 * Takes the folder for this process; null when another one has it. The operating system lets go of it however the
 * process ends.
 */
export function holdFolder(dataDir: string): Hold | null {
  const guard = new DatabaseSync(join(dataDir, 'server.lock'), { timeout: 0 });
  try {
    guard.exec('pragma journal_mode = delete');
    guard.exec('begin exclusive');
  } catch {
    guard.close();
    return null;
  }
  return { release: () => guard.close() };
}
