import { beijingDay } from '@haizhu/shared/time/beijing';
import type { Journal } from '../ports/journal.ts';
import type { JournalStore, StoredEntry } from './journal-store.ts';

export interface DayCount {
  readonly day: string;
  readonly entries: number;
  readonly applications: number;
}

/** Entries read at a time, going back. */
const PAGE = 200;

/**
 * Days before `today` that the journal of this epoch holds entries of and has not counted yet, rising. Counted from
 * what lies on disk, back to the last `journal.counted`: about a day's entries. Entries that a clock which went back
 * put onto a day that is counted already are not counted again; the ledger then holds more than was told.
 */
export async function uncountedDays(
  store: Pick<JournalStore, 'states' | 'read'>,
  epoch: number,
  today: string,
): Promise<readonly DayCount[]> {
  const state = (await store.states()).find((s) => s.epoch === epoch);
  const counts = new Map<string, { entries: number; applications: number }>();
  let counted = '';
  for (let end = state?.head ?? 0; end > 0; end -= PAGE) {
    const from = Math.max(1, end - PAGE + 1);
    const page = await store.read(epoch, from, end - from + 1, Number.POSITIVE_INFINITY);
    for (const entry of page.toReversed()) {
      const day = beijingDay(entry.at);
      if (counted !== '' && day <= counted) return listed(counts, counted, today);
      if (counted === '') counted = countedDay(entry) ?? '';
      const count = counts.get(day) ?? { entries: 0, applications: 0 };
      count.entries += 1;
      if (entry.application !== undefined) count.applications += 1;
      counts.set(day, count);
    }
  }
  return listed(counts, counted, today);
}

/** Writes the counts that are due into the journal. What could not be written is due again the next time. */
export async function countPastDays(
  store: Pick<JournalStore, 'states' | 'read'>,
  epoch: number,
  journal: Pick<Journal, 'commit'>,
  now: number,
): Promise<void> {
  for (const body of await uncountedDays(store, epoch, beijingDay(now))) {
    const committed = await journal.commit({ kind: 'journal.counted', body });
    if (!committed.ok) return;
  }
}

function listed(
  counts: ReadonlyMap<string, Omit<DayCount, 'day'>>,
  counted: string,
  today: string,
): readonly DayCount[] {
  return [...counts]
    .filter(([day]) => day > counted && day < today)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, count]) => ({ day, ...count }));
}

/** The day that an entry is the count of; null for every other entry. */
function countedDay({ text }: StoredEntry): string | null {
  if (!text.includes('"kind":"journal.counted"')) return null;
  const { kind, body } = JSON.parse(text) as { kind: string; body: { day: string } };
  return kind === 'journal.counted' ? body.day : null;
}
