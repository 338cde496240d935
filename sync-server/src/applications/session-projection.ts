import type { LedgerEntry, Poison } from '../ledger/ledger-entry.ts';
import type { FoldContext, Projection } from '../ledger/projection.ts';
import type { Row } from '../storage/schema.ts';

const KINDS = ['session.started', 'session.ended', 'rating.given'] as const;
type SessionEntry = Extract<LedgerEntry, { kind: (typeof KINDS)[number] }>;
const isConcerned = (entry: LedgerEntry): entry is SessionEntry =>
  (KINDS as readonly string[]).includes(entry.kind);

/** One row a visit. */
export const sessionProjection: Projection<'session'> = {
  table: 'session',
  kinds: new Set(KINDS),
  idOf: (entry) => (isConcerned(entry) ? entry.body.session : null),
  fold: (row, entry, context) =>
    isConcerned(entry) ? fold(row, entry, context) : { reason: 'unknown-kind', detail: entry.kind },
};

function fold(
  row: Row<'session'> | null,
  entry: SessionEntry,
  context: FoldContext,
): Row<'session'> | Poison {
  if (entry.kind === 'session.started') {
    if (row !== null) return { reason: 'id-reused', detail: 'session' };
    return {
      id: entry.body.session,
      kiosk_id: entry.origin,
      station_id: context.stationOf(entry.origin),
      started_at: entry.at,
      started_day: entry.day,
      ended_at: null,
      outcome: null,
      duration_ms: null,
      last_step: null,
      rating: null,
    };
  }
  if (row === null || row.kiosk_id !== entry.origin)
    return { reason: 'unknown-reference', detail: 'session' };
  switch (entry.kind) {
    case 'session.ended': {
      const { outcome, durationMs, lastStep } = entry.body;
      return { ...row, ended_at: entry.at, outcome, duration_ms: durationMs, last_step: lastStep };
    }
    case 'rating.given':
      return { ...row, rating: entry.body.score };
  }
}
