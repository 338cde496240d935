import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { databasePath } from './data-folder.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

let dataDir = '';
let store: Store;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'haizhu-checkpointer-'));
  const opened = await openStore({ dataDir });
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

const MB = 1024 * 1024;

/** Puts so much into the log, in one transaction. */
async function write(megabytes: number): Promise<void> {
  await store.write(async (tx) => {
    for (let n = 0; n < megabytes; n += 1) {
      await tx
        .insertInto('station')
        .values({ id: `S${megabytes}-${n}`, name_zh: 'x'.repeat(MB), name_en: '' })
        .execute();
    }
  });
}

/** Bytes. */
function lengthOfLog(): { log: number; checkpointed: number } {
  const db = new DatabaseSync(databasePath(dataDir));
  try {
    const { page_size } = db.prepare('pragma page_size').get() as { page_size: number };
    const pages = db.prepare('pragma wal_checkpoint(noop)').get() as { log: number; checkpointed: number };
    return { log: pages.log * page_size, checkpointed: pages.checkpointed * page_size };
  } finally {
    db.close();
  }
}

test('a long log is copied into the database beside the writer; a short one waits', async () => {
  await write(20);
  expect(lengthOfLog().checkpointed).toBe(0);
  await write(60);
  await vi.waitFor(
    () => {
      const { log, checkpointed } = lengthOfLog();
      expect(log).toBeGreaterThan(80 * MB);
      expect(checkpointed).toBe(log);
    },
    { timeout: 20_000 },
  );
  await store.close();
});

test('a closed store leaves a database that is whole without its log', async () => {
  await write(3);
  await store.close();
  expect(() => statSync(`${databasePath(dataDir)}-wal`)).toThrow();
  const db = new DatabaseSync(databasePath(dataDir), { readOnly: true });
  expect(db.prepare('select count(*) as n from station').get()).toEqual({ n: 3 });
  db.close();
});
