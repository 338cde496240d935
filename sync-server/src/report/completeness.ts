import { DAY_MS, startOfBeijingDay } from '@haizhu/shared/time/beijing';
import type { Reader } from '../storage/store.ts';
import { type DayCounts, dayCounts, type KioskDay, listDays } from './completeness-days.ts';
import { type KioskGaps, kioskGaps, type Lacking } from './completeness-gaps.ts';
import type { Period } from './period.ts';

/** How complete the figures of a period are, in numbers. */
export interface Completeness {
  /** Nothing is known to be lacking, and nobody is silent of whom more could come. */
  readonly complete: boolean;
  /** Kiosks that were enrolled before the period ended, and those of them with nothing open. */
  readonly kiosks: number;
  readonly kiosksComplete: number;
  /** Entries that kiosks told of, that the ledger does not hold, and that may be of the period. */
  readonly lacking: number;
  /** No earlier than this; null when none are lacking. */
  readonly oldestLackingAt: number | null;
  /** Kiosks of which nothing was heard since before the period ended. */
  readonly silent: number;
  readonly silentSince: number | null;
  /** Entries of the period that wait in quarantine and are not counted. */
  readonly setAside: number;
  /** Kiosk days of the period, by what the kiosk's own count says. */
  readonly days: DayCounts;
}

export interface CompletenessDetail {
  readonly summary: Completeness;
  readonly kiosks: readonly KioskGaps[];
  readonly days: readonly KioskDay[];
}

/** What may be missing in the figures of a period, as far as the server can know it. */
export async function completenessOf(
  reader: Reader,
  period: Period,
  now: number,
  kiosk?: string,
): Promise<CompletenessDetail> {
  const end = startOfBeijingDay(period.to) + DAY_MS;
  const start = startOfBeijingDay(period.from);
  const kiosks = (await kioskGaps(reader, period, now, kiosk)).filter((one) => one.enrolledAt < end);
  const concerns = ({ notBefore, notAfter }: Lacking) => notBefore < end && notAfter >= start;
  const isSilent = (one: KioskGaps) => one.silentSince !== null && one.silentSince < end;
  const days = await dayCounts(reader, period, now, kiosk);
  const short = new Set(days.shortKiosks);
  const lacking = kiosks.flatMap((one) => one.lacking.filter(concerns));
  const silent = kiosks.filter(isSilent);
  const open = kiosks.filter(
    (one) => one.lacking.some(concerns) || isSilent(one) || one.setAside > 0 || short.has(one.kiosk),
  );
  const setAside = kiosks.reduce((sum, one) => sum + one.setAside, 0);
  return {
    summary: {
      complete: open.length === 0 && days.counts.short === 0 && setAside === 0,
      kiosks: kiosks.length,
      kiosksComplete: kiosks.length - open.length,
      lacking: lacking.reduce((sum, { count }) => sum + count, 0),
      oldestLackingAt: lowest(lacking.map(({ notBefore }) => notBefore)),
      silent: silent.length,
      silentSince: lowest(silent.flatMap(({ silentSince }) => silentSince ?? [])),
      setAside,
      days: days.counts,
    },
    kiosks,
    days: await listDays(reader, period, now, kiosk),
  };
}

const lowest = (instants: readonly number[]): number | null =>
  instants.length === 0 ? null : instants.reduce((a, b) => Math.min(a, b));
