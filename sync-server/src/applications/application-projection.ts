import type { LedgerEntry, Poison } from '../ledger/ledger-entry.ts';
import type { FoldContext, Projection } from '../ledger/projection.ts';
import type { Row } from '../storage/schema.ts';
import {
  isGivenUp,
  type OrderStates,
  orderAbandoned,
  orderBegun,
  orderDeclined,
  orderRefunded,
  orderSettled,
  ordersGivenUp,
  paymentSummary,
} from './order-states.ts';

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
      return withOrders(row, orderBegun(ordersOf(row), entry.body.order));
    case 'payment.abandoned':
      // What was given up goes back; what is being made cannot.
      if (row.production === 'writing' || row.production === 'written') return contradiction(row);
      return withOrders(row, orderAbandoned(ordersOf(row), entry.body.order));
    case 'payment.declined':
      return withOrders(row, orderDeclined(ordersOf(row), entry.body.order));
    case 'payment.settled':
      return withOrders(row, orderSettled(ordersOf(row), entry.body.order, row.production));
    case 'payment.refunded':
      return withOrders(row, orderRefunded(ordersOf(row), entry.body.order));
    case 'card.writing':
      if (isOver(row)) return contradiction(row);
      return row.production === 'written' ? row : { ...row, production: 'writing' };
    case 'card.written':
      return isOver(row) ? contradiction(row) : { ...row, production: 'written' };
    case 'card.failed':
      if (row.production === 'written') return contradiction(row);
      return { ...withOrders(row, ordersGivenUp(ordersOf(row))), production: 'failed' };
  }
}

/** Money goes back, or has gone: a card that is made now would be a present. */
const isOver = (row: ApplicationRow) => row.production === 'failed' || isGivenUp(ordersOf(row));

const contradiction = ({ production, payment }: ApplicationRow): Poison => ({
  reason: 'contradiction',
  detail: `payment ${payment}, card ${production}`,
});

const ordersOf = (row: ApplicationRow) => JSON.parse(row.orders) as OrderStates;

function withOrders(row: ApplicationRow, orders: OrderStates): ApplicationRow {
  return { ...row, orders: JSON.stringify(orders), payment: paymentSummary(orders) };
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
    orders: '{}',
    production: 'none',
  };
}
