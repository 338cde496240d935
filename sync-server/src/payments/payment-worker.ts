import { allEnded, DueWorker, retryAfterMs } from '../due-worker.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Row } from '../storage/schema.ts';
import { ASK_AGAIN_MS, noteRefund, type PaymentDeps, settle } from './payments.ts';

export interface PaymentWorkerDeps extends PaymentDeps {
  readonly incidents: Pick<Incidents, 'record'>;
  random(): number;
  log(message: string, error: unknown): void;
}

const AT_ONCE = 8;
const LEASE_MS = 30_000;
const POLL_MS = 1000;
/** An order is asked about for this long after its code has expired: money may come late. */
const LATE_MS = 10 * 60_000;

type Order = Row<'payment_order'>;

/** Asks about open orders and gives back what is due, until the provider has answered each. */
export function createPaymentWorker(deps: PaymentWorkerDeps): DueWorker {
  return new DueWorker({
    clock: deps.clock,
    pollMs: POLL_MS,
    onError: (error) => deps.log('payment orders could not be read', error),
    async work() {
      const orders = await takeUp(deps);
      await allEnded(orders.map((order) => attempt(deps, order)));
      return orders.length > 0;
    },
  });
}

async function takeUp({ store, clock }: PaymentWorkerDeps): Promise<readonly Order[]> {
  const now = clock.now();
  const states = ['open', 'abandoned', 'refund-due'];
  const due = store.read
    .selectFrom('payment_order')
    .select('id')
    .where('state', 'in', states)
    .where('due_at', '<=', now);
  if ((await due.limit(1).executeTakeFirst()) === undefined) return [];
  return store.write(async (tx) => {
    let query = tx
      .selectFrom('payment_order')
      .selectAll()
      .where('state', 'in', states)
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(AT_ONCE);
    if (store.engine === 'postgres') query = query.forUpdate().skipLocked();
    const orders = await query.execute();
    if (orders.length === 0) return [];
    await tx
      .updateTable('payment_order')
      .set({ due_at: now + LEASE_MS })
      .where(
        'id',
        'in',
        orders.map((o) => o.id),
      )
      .execute();
    return orders;
  });
}

async function attempt(deps: PaymentWorkerDeps, order: Order): Promise<void> {
  const { provider, clock } = deps;
  try {
    if (order.state === 'refund-due') {
      await provider.refund(order.id, order.amount_fen);
      return await noteRefund(deps, order.id);
    }
    const told = await provider.state(order.id);
    if (told === 'paid' || told === 'declined') return await settle(deps, order.id, told);
    if (told === 'closed' && clock.now() > order.expires_at) return await settle(deps, order.id, 'closed');
    const late = clock.now() > order.expires_at + LATE_MS;
    if (late) return await settle(deps, order.id, 'closed');
    await putOff(deps, order, ASK_AGAIN_MS, 0);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    deps.log('the payment provider could not be asked', error);
    deps.incidents.record({ name: 'payment-failing', kioskId: order.kiosk_id, address: '', detail: why });
    await putOff(deps, order, retryAfterMs(order.attempts + 1, deps.random()), order.attempts + 1);
  }
}

async function putOff(
  { store, clock }: PaymentWorkerDeps,
  order: Order,
  inMs: number,
  attempts: number,
): Promise<void> {
  await store.write(async (tx) => {
    await tx
      .updateTable('payment_order')
      .set({ due_at: clock.now() + inMs, attempts })
      .where('id', '=', order.id)
      .where('state', '=', order.state)
      .execute();
  });
}
