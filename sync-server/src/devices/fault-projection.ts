import { FAULTS } from '@haizhu/shared/faults/registry';
import { beijingDay } from '@haizhu/shared/time/beijing';
import type { LedgerEntry } from '../ledger/ledger-entry.ts';
import type { Projection } from '../ledger/projection.ts';

type FaultEntry = Extract<LedgerEntry, { kind: 'fault.begun' | 'fault.cleared' }>;
const isConcerned = (entry: LedgerEntry): entry is FaultEntry =>
  entry.kind === 'fault.begun' || entry.kind === 'fault.cleared';

/** Class of a fault that this server's registry does not know: an older server, a newer kiosk. Not counted. */
const UNKNOWN_CLASS = 'unknown';

/** One row a fault, from its beginning to its end. */
export const faultProjection: Projection<'fault_occurrence'> = {
  table: 'fault_occurrence',
  kinds: new Set(['fault.begun', 'fault.cleared']),
  idOf: (entry) => (isConcerned(entry) ? entry.body.occurrence : null),
  fold(row, entry, context) {
    if (!isConcerned(entry)) return { reason: 'unknown-kind', detail: entry.kind };
    if (entry.kind === 'fault.cleared') {
      if (row === null || row.kiosk_id !== entry.origin)
        return { reason: 'unknown-reference', detail: 'fault' };
      return { ...row, cleared_at: Math.max(row.begun_at, Math.min(entry.body.at, entry.at)) };
    }
    if (row !== null) return { reason: 'id-reused', detail: 'fault' };
    const { occurrence, fault, device } = entry.body;
    // It began before it was written (debounce), never after.
    const begunAt = entry.at - entry.body.at < 3_600_000 ? Math.min(entry.body.at, entry.at) : entry.at;
    return {
      id: occurrence,
      kiosk_id: entry.origin,
      station_id: context.stationOf(entry.origin),
      fault,
      device,
      fault_class: FAULTS.find((f) => f.id === fault)?.class ?? UNKNOWN_CLASS,
      begun_at: begunAt,
      begun_day: beijingDay(begunAt),
      cleared_at: null,
    };
  },
};
