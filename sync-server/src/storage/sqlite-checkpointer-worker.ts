import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

/** How often the length of the log is looked at, ms. */
const LOOK_MS = 100;
/** Pages of 4 KB that wait in the log before they are copied: those that change often are copied once for many changes. */
const ENOUGH_PAGES = 4096;

const { path } = workerData as { path: string };
const database = new DatabaseSync(path, { timeout: 1000 });
database.exec('pragma synchronous = full');
const look = database.prepare('pragma wal_checkpoint(noop)');
// Passive: it waits for nobody and nobody waits for it. What a reader still needs is copied the next time.
const copy = database.prepare('pragma wal_checkpoint(passive)');

setInterval(() => {
  const { log, checkpointed } = look.get() as { log: number; checkpointed: number };
  if (log - checkpointed >= ENOUGH_PAGES) copy.get();
}, LOOK_MS);
