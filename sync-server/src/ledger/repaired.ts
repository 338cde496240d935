import { beijingDay } from '@haizhu/shared/time/beijing';
import type { EntryOf, LedgerEntry } from './ledger-entry.ts';

/**
 * Entries as projections and reactions see them: behind each repair stands the kiosk's entry that it makes good, at
 * its own place and its own time. What is made anew from the ledger meets it at the same point.
 */
export function withRepaired(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  if (!entries.some(({ kind }) => kind === 'entry.repaired')) return entries;
  return entries.flatMap((entry) => (entry.kind === 'entry.repaired' ? [entry, repairedOf(entry)] : [entry]));
}

function repairedOf({ body }: EntryOf<'entry.repaired'>): LedgerEntry {
  return {
    origin: body.kiosk,
    epoch: body.epoch,
    seq: body.seq,
    kind: body.kind,
    version: body.version,
    body: body.body,
    at: body.at,
    day: beijingDay(body.at),
    receivedAt: body.receivedAt,
    sealedDigest: body.sealed,
    // Its kind, version and body were checked when it was repaired.
  } as unknown as LedgerEntry;
}
