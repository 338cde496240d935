import type { LedgerEntry, Poison } from '../ledger/ledger-entry.ts';
import type { FoldContext, Projection } from '../ledger/projection.ts';
import type { Row } from '../storage/schema.ts';

const KINDS = [
  'application.submitted',
  'application.accepted',
  'application.not-accepted',
  'application.decided',
  'payment.begun',
  'payment.abandoned',
  'payment.settled',
  'payment.declined',
  'payment.refunded',
  'card.writing',
  'card.written',
  'card.failed',
] as const;
type ApplicationEntry = Extract<LedgerEntry, { kind: (typeof KINDS)[number] }>;
const isConcerned = (entry: LedgerEntry): entry is ApplicationEntry =>
  (KINDS as readonly string[]).includes(entry.kind);

/** One row an application (份): what is counted, and where each stands. */
export const applicationProjection: Projection<'application'> = {
  table: 'application',
  kinds: new Set(KINDS),
  idOf: (entry) => (isConcerned(entry) ? entry.body.application : null),
  fold: (row, entry, context) =>
    isConcerned(entry) ? fold(row, entry, context) : { reason: 'unknown-kind', detail: entry.kind },
};

type ApplicationRow = Row<'application'>;

function fold(
  row: ApplicationRow | null,
  entry: ApplicationEntry,
  context: FoldContext,
): ApplicationRow | Poison {
  if (entry.kind === 'application.submitted') {
    return row === null ? submitted(entry, context) : { reason: 'id-reused', detail: 'application' };
  }
  if (row === null) return { reason: 'unknown-reference', detail: 'application' };
  // A kiosk may speak of its own applications only; the server of all.
  if (entry.origin !== 'server' && entry.origin !== row.kiosk_id) {
    return { reason: 'unknown-reference', detail: 'application of another kiosk' };
  }
  switch (entry.kind) {
    case 'application.accepted':
      return {
        ...row,
        acceptance: 'accepted',
        acceptance_at: entry.at,
        reference: entry.body.reference,
      };
    case 'application.not-accepted':
      return {
        ...row,
        acceptance: 'not-accepted',
        acceptance_at: entry.at,
        acceptance_reason: entry.body.reason,
      };
    case 'application.decided':
      return {
        ...row,
        decision: entry.body.outcome,
        decided_at: entry.at,
        decided_day: entry.day,
        decision_reason: entry.body.reason,
        grants: JSON.stringify(entry.body.grants),
      };
    case 'payment.begun':
      return row.payment === 'settled' ? row : { ...row, payment: 'open' };
    case 'payment.abandoned':
    case 'payment.declined':
      return row.payment === 'open' ? { ...row, payment: 'declined' } : row;
    case 'payment.settled':
      return { ...row, payment: 'settled' };
    case 'payment.refunded':
      return { ...row, payment: 'refunded' };
    case 'card.writing':
      return row.production === 'written' ? row : { ...row, production: 'writing' };
    case 'card.written':
      return { ...row, production: 'written' };
    case 'card.failed':
      return row.production === 'written' ? row : { ...row, production: 'failed' };
  }
}

function submitted(
  entry: Extract<ApplicationEntry, { kind: 'application.submitted' }>,
  context: FoldContext,
): ApplicationRow {
  const { body } = entry;
  return {
    id: body.application,
    kiosk_id: entry.origin,
    station_id: context.stationOf(entry.origin),
    epoch: entry.epoch,
    seq: entry.seq,
    session_id: body.session,
    item: body.item,
    channel: 'kiosk',
    mode: body.mode,
    choices: JSON.stringify(body.choices),
    fee_fen: body.feeFen,
    lookup: body.lookup,
    sealed_digest: entry.sealedDigest,
    submitted_at: entry.at,
    submitted_day: entry.day,
    received_at: entry.receivedAt,
    acceptance: 'undetermined',
    acceptance_at: null,
    acceptance_reason: null,
    reference: null,
    decision: 'none',
    decided_at: null,
    decided_day: null,
    decision_reason: null,
    grants: '[]',
    payment: 'none',
    production: 'none',
  };
}
