import type { Journal } from '../ports/journal.ts';

/** The same journal; after each commit it is told whether the disk took the entry. */
export function tellingJournal(journal: Journal, tell: (type: 'STORED' | 'REFUSED') => void): Journal {
  return {
    async commit(draft) {
      const stored = await journal.commit(draft);
      if (stored.ok) tell('STORED');
      else if (stored.error === 'storage') tell('REFUSED');
      return stored;
    },
    unfinished: () => journal.unfinished(),
    findByLookup: (lookup) => journal.findByLookup(lookup),
  };
}
