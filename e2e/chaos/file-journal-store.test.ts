import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalStoreContract } from '@haizhu/kiosk-app/sync/testing/journal-store-contract';
import { afterAll, beforeAll, describe } from 'vitest';
import { FileJournalStore } from './file-journal-store.ts';

describe('journal store in a file', () => {
  let folder = '';
  let made = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'haizhu-journal-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  journalStoreContract(async () => {
    made += 1;
    return new FileJournalStore(join(folder, `${made}.db`));
  });
});
