import type { KioskDatabase } from './dexie-journal-store.ts';

/** How often it is looked whether the database is still the one that was opened, ms. */
const LOOK_EVERY_MS = 5000;
const MARK = 'instance';

/** What is opened now is not the database that this page had. */
export class DatabaseGoneError extends Error {}

/**
 * Notices that the browser has removed the database under the running page: it opens a new one then, without a word, and
 * an entry written there would stand behind nothing. So a mark is written into it, and looked for before anything is done
 * with a database that is opened again. Returns how to be told and how to stop; call it with an open database.
 */
export async function watchDatabase(db: KioskDatabase): Promise<{
  onGone(listener: () => void): void;
  stop(): void;
}> {
  const mark = crypto.randomUUID();
  let isStopped = false;
  let isGone = false;
  let tell = () => {};
  const gone = () => {
    if (isGone || isStopped) return;
    isGone = true;
    tell();
  };
  const check = async (opened: Pick<KioskDatabase, 'settings'>) => {
    const row = await opened.settings.get(MARK);
    if (row?.value === mark || isStopped) return;
    gone();
    throw new DatabaseGoneError('the browser has removed the database');
  };
  await db.settings.put({ key: MARK, value: mark });
  // Before whatever made Dexie open it again.
  db.on('ready', (opened) => check(opened as KioskDatabase), true);
  // An error is of a disk that refuses, which is not gone; it is looked again.
  const look = () => void check(db).catch(() => undefined);
  db.on('close', look);
  db.on('versionchange', look);
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    onGone(listener) {
      tell = listener;
      if (isGone) listener();
    },
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
