import type { KioskDatabase } from './dexie-journal-store.ts';

/** How often it is looked whether the database has given up, ms. Short: until then nothing can be read either. */
const LOOK_EVERY_MS = 1000;

/**
 * Has the database opened again after a disk refused. A full disk makes Chromium close the whole database; Dexie opens
 * it again at the next access, and when that one try fails too, it never tries again: the kiosk would stay shut with
 * room on the disk. Returns how to stop.
 */
export function keepReopening(db: Pick<KioskDatabase, 'isOpen' | 'hasFailed' | 'close'>): () => void {
  const timer = setInterval(() => {
    // What is closed this way is opened by the next access.
    if (!db.isOpen() && db.hasFailed()) db.close({ disableAutoOpen: false });
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
