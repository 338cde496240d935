import { describe } from 'vitest';
import { MemoryJournalStore } from './memory-journal-store.ts';
import { journalStoreContract } from './testing/journal-store-contract.ts';

describe('journal store in memory', () => {
  journalStoreContract(async () => new MemoryJournalStore());
});
