import { beijingDay } from '@haizhu/shared/time/beijing';
import { type RawBuilder, sql } from 'kysely';
import type { Reader } from '../storage/store.ts';
import type { Period } from './period.ts';

/**
 * A kiosk's own count of a day beside the ledger's. `short`: the ledger holds less than the kiosk wrote. `more`: it
 * holds more (entries that the kiosk wrote onto a past day after it had counted it). `uncounted`: the kiosk has not
 * told yet; today is always so.
 */
export type DayState = 'equal' | 'short' | 'more' | 'uncounted';

export interface KioskDay {
  readonly kiosk: string;
  readonly epoch: number;
  readonly day: string;
  readonly entries: number;
  readonly applications: number;
  readonly toldEntries: number | null;
  readonly toldApplications: number | null;
  readonly state: DayState;
}

export type DayCounts = Readonly<Record<DayState, number>>;

/** Longest list that is told. */
const MOST = 500;

const STATE: RawBuilder<DayState> = sql`case
  when told_entries is null then 'uncounted'
  when told_entries > entries or told_applications > applications then 'short'
  when told_entries < entries or told_applications < applications then 'more'
  else 'equal' end`;

function daysOf(reader: Reader, period: Period, now: number, kiosk?: string) {
  return (
    reader
      .selectFrom('journal_day')
      .where('day', '>=', period.from)
      .where('day', '<=', period.to)
      // A day that has not ended is not counted by anybody.
      .where('day', '<', beijingDay(now))
      .$if(kiosk !== undefined, (query) => query.where('kiosk_id', '=', kiosk ?? ''))
  );
}

/** How many days are in which state, and the kiosks of which the ledger holds less than they wrote. */
export async function dayCounts(
  reader: Reader,
  period: Period,
  now: number,
  kiosk?: string,
): Promise<{ readonly counts: DayCounts; readonly shortKiosks: readonly string[] }> {
  const rows = await daysOf(reader, period, now, kiosk)
    .select((eb) => [STATE.as('state'), eb.fn.countAll<number>().as('days')])
    .groupBy(STATE)
    .execute();
  const counts: Record<DayState, number> = { equal: 0, short: 0, more: 0, uncounted: 0 };
  for (const { state, days } of rows) counts[state] = Number(days);
  const short = await daysOf(reader, period, now, kiosk)
    .select('kiosk_id')
    .distinct()
    .where(STATE, '=', 'short')
    .execute();
  return { counts, shortKiosks: short.map((row) => row.kiosk_id) };
}

/** Days that somebody should look at, latest first; of one kiosk all its days. */
export async function listDays(
  reader: Reader,
  period: Period,
  now: number,
  kiosk?: string,
): Promise<readonly KioskDay[]> {
  return daysOf(reader, period, now, kiosk)
    .select(['kiosk_id as kiosk', 'epoch', 'day', 'entries', 'applications'])
    .select(['told_entries as toldEntries', 'told_applications as toldApplications', STATE.as('state')])
    .$if(kiosk === undefined, (query) => query.where(STATE, '<>', 'equal'))
    .orderBy('day', 'desc')
    .orderBy('kiosk_id')
    .orderBy('epoch')
    .limit(MOST)
    .execute();
}
