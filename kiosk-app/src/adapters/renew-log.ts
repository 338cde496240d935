import type { KioskDatabase } from './dexie-journal-store.ts';

/**
 * More than Chromium's LevelDB holds of a log in memory (4 MiB), in values small enough to be written into the log
 * itself. Random: what is compressed counts for less.
 */
const WRITTEN = { values: 160, valueBytes: 32_768, perTransaction: 32 } as const;

/**
 * Makes the browser begin a new log file of its database. Chromium writes on behind whatever a kill or a power cut left
 * half written at the end of the old one, and at the start after the next it takes the file for corrupt and removes the
 * whole database, without a word (decision 0014). So this is the first that is done with a database that was opened.
 * Rejects where the disk refuses; nothing is lost then.
 */
export async function renewLog(db: KioskDatabase): Promise<void> {
  const keys = Array.from({ length: WRITTEN.values }, (_, n) => `log:${n}`);
  for (let from = 0; from < keys.length; from += WRITTEN.perTransaction) {
    const part = keys.slice(from, from + WRITTEN.perTransaction);
    await db.settings.bulkPut(
      part.map((key) => ({ key, value: crypto.getRandomValues(new Uint8Array(WRITTEN.valueBytes)) })),
    );
  }
  await db.settings.bulkDelete(keys);
}
