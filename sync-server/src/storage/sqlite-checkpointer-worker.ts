import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';

/** How often the length of the log is looked at, ms. */
const LOOK_MS = 100;
/** What waits in the log before it is copied: pages that change often are copied once for many changes. */
const ENOUGH_BYTES = 64 * 1024 * 1024;

const { path } = workerData as { path: string };
const database = new DatabaseSync(path, { timeout: 1000 });
database.exec('pragma synchronous = full');
const { page_size: pageSize } = database.prepare('pragma page_size').get() as { page_size: number };
const look = database.prepare('pragma wal_checkpoint(noop)');
// Passive: it waits for nobody and nobody waits for it. What a reader still needs is copied the next time.
const copy = database.prepare('pragma wal_checkpoint(passive)');

setInterval(() => {
  const { log, checkpointed } = look.get() as { log: number; checkpointed: number };
  if ((log - checkpointed) * pageSize >= ENOUGH_BYTES) copy.get();
}, LOOK_MS);
