import type { Draft, Journal } from '../ports/journal.ts';

const TRIES = 3;

/**
 * Stores an entry of something that has happened already. Returns what could not be stored, for the kiosk to store
 * before the next citizen is let in.
 */
export async function storeEntry(journal: Pick<Journal, 'commit'>, draft: Draft): Promise<readonly Draft[]> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const stored = await journal.commit(draft);
    if (stored.ok) return [];
    // What no schema takes would not be stored later either: the writer has told the log.
    if (stored.error === 'invalid') return [];
  }
  return [draft];
}
