import { beijingDay } from '@haizhu/shared/time/beijing';
import type { Tx } from '../storage/store.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/** An entry of a kiosk that has come into the ledger, whether it counts or was set aside. */
export interface DayEntry {
  readonly origin: string;
  readonly epoch: number;
  /** Day as the kiosk wrote it, believed or not: the kiosk counts by the same. */
  readonly toldDay: string;
  readonly kind: string;
}

/** Last instant whose day has a year of four figures. */
const LAST = Date.UTC(9999, 11, 30);

/** Day of an entry as its kiosk wrote it. */
export const toldDayOf = (at: number): string => beijingDay(Math.min(at, LAST));

/** Counts entries by kiosk, enrolment and day, in the transaction that appends them. */
export async function addToDays(tx: Tx, entries: readonly DayEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const days = new Map<
    string,
    { kiosk_id: string; epoch: number; day: string; entries: number; applications: number }
  >();
  for (const { origin, epoch, toldDay, kind } of entries) {
    const name = `${origin}/${epoch}/${toldDay}`;
    const day = days.get(name) ?? { kiosk_id: origin, epoch, day: toldDay, entries: 0, applications: 0 };
    day.entries += 1;
    if (kind === 'application.submitted') day.applications += 1;
    days.set(name, day);
  }
  const rows = [...days.values()];
  // A clock that jumps with every entry gives many days; a statement takes only so many parameters.
  for (let from = 0; from < rows.length; from += 500) {
    await tx
      .insertInto('journal_day')
      .values(
        rows
          .slice(from, from + 500)
          .map((row) => ({ ...row, told_entries: null, told_applications: null, told_at: null })),
      )
      .onConflict((conflict) =>
        conflict.columns(['kiosk_id', 'epoch', 'day']).doUpdateSet((eb) => ({
          entries: eb('journal_day.entries', '+', eb.ref('excluded.entries')),
          applications: eb('journal_day.applications', '+', eb.ref('excluded.applications')),
        })),
      )
      .execute();
  }
}

/** Notes what kiosks have counted themselves; a later count of a day takes the place of an earlier one. */
export async function noteTold(tx: Tx, entries: readonly LedgerEntry[]): Promise<void> {
  for (const entry of entries) {
    if (entry.kind !== 'journal.counted') continue;
    const { day, entries: counted, applications } = entry.body;
    const told = { told_entries: counted, told_applications: applications, told_at: entry.at };
    await tx
      .insertInto('journal_day')
      .values({ kiosk_id: entry.origin, epoch: entry.epoch, day, entries: 0, applications: 0, ...told })
      .onConflict((conflict) => conflict.columns(['kiosk_id', 'epoch', 'day']).doUpdateSet(told))
      .execute();
  }
}
