import { randomBytes } from 'node:crypto';
import { err, ok, type Result } from '@haizhu/shared/result';
import type { PayOrder } from '@haizhu/shared/sync/protocol';
import { isKept, type OrderStates } from '../applications/order-states.ts';
import type { Clock } from '../clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Row } from '../storage/schema.ts';
import type { Store, Tx } from '../storage/store.ts';
import type { PaymentProvider } from './payment-provider.ts';

export interface PaymentDeps {
  readonly store: Store;
  readonly ledger: Pick<Ledger, 'record'>;
  readonly provider: PaymentProvider;
  readonly clock: Clock;
}

/** `unavailable`: the provider cannot be reached now; asking again later is safe. */
export type OpenOrderError = 'not-found' | 'not-payable' | 'unavailable';

/** How long a QR code can be paid. */
export const PAYABLE_MS = 5 * 60_000;
/** How soon an open order is asked about again, in case the provider's word was lost. */
export const ASK_AGAIN_MS = 2000;

/** Opens the payment order of an approved application of this kiosk, or tells the one that is open. Safe to repeat. */
export async function openOrder(
  { store, provider, clock }: PaymentDeps,
  application: string,
  kiosk: string,
): Promise<Result<PayOrder, OpenOrderError>> {
  const order = await store.write((tx) => findOrMakeOrder(tx, store.engine, application, kiosk, clock.now()));
  if (!order.ok) return order;
  const { id, amount_fen: amountFen, expires_at: expiresAt } = order.value;
  let codeUrl = order.value.code_url;
  if (codeUrl === '') {
    try {
      ({ codeUrl } = await provider.open({
        orderId: id,
        amountFen,
        subject: '往来港澳通行证签注',
        expiresAt,
      }));
    } catch {
      return err('unavailable');
    }
    await store.write(async (tx) => {
      await tx
        .updateTable('payment_order')
        .set({ code_url: codeUrl, due_at: clock.now() + ASK_AGAIN_MS })
        .where('id', '=', id)
        .execute();
    });
  }
  return ok({ order: id as PayOrder['order'], amountFen, codeUrl, expiresAt });
}

async function findOrMakeOrder(
  tx: Tx,
  engine: Store['engine'],
  application: string,
  kiosk: string,
  now: number,
): Promise<Result<Row<'payment_order'>, OpenOrderError>> {
  let query = tx
    .selectFrom('application')
    .select(['fee_fen', 'decision', 'payment', 'production'])
    .where('id', '=', application)
    .where('kiosk_id', '=', kiosk);
  if (engine === 'postgres') query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) return err('not-found');
  // What was given back is over at this kiosk, and so is what could not be made.
  const isPayable =
    row.decision === 'approved' &&
    row.payment !== 'settled' &&
    row.payment !== 'refunded' &&
    row.production === 'none';
  if (!isPayable) return err('not-payable');
  const orders = await tx
    .selectFrom('payment_order')
    .selectAll()
    .where('application_id', '=', application)
    .execute();
  // Paid and not yet given back: a second order would take the money twice.
  if (orders.some((o) => o.state === 'settled' || o.state === 'refund-due')) return err('not-payable');
  const open = orders.find((o) => o.state === 'open' && o.expires_at > now + 10_000);
  if (open !== undefined) return ok(open);
  const made: Row<'payment_order'> = {
    id: `P${randomBytes(12).toString('hex')}`,
    application_id: application,
    kiosk_id: kiosk,
    amount_fen: row.fee_fen,
    state: 'open',
    code_url: '',
    created_at: now,
    expires_at: now + PAYABLE_MS,
    due_at: now + ASK_AGAIN_MS,
    attempts: 0,
  };
  await tx.insertInto('payment_order').values(made).execute();
  return ok(made);
}

/**
 * Takes in the provider's word on an order; each word counts once. Money that nobody waits for any more (the order was
 * given up, another one is paid, the card could not be made) is due to go back at once.
 */
export async function settle(
  { ledger, store, clock }: PaymentDeps,
  orderId: string,
  told: 'paid' | 'declined' | 'closed',
): Promise<void> {
  const at = clock.now();
  await ledger.record(async (tx, say) => {
    const found = await lockOrder(tx, store.engine, orderId);
    if (found === null) return;
    const { order, orders, production } = found;
    if (order.state !== 'open' && order.state !== 'abandoned') return;
    const become = (state: string) =>
      tx
        .updateTable('payment_order')
        .set({ state, due_at: at, attempts: 0 })
        .where('id', '=', orderId)
        .execute();
    const named = { application: order.application_id as never, order: orderId as never };
    if (told === 'paid') {
      // The projection comes to the same from the entry below.
      await become(isKept(orders, orderId, production) ? 'settled' : 'refund-due');
      await say({ kind: 'payment.settled', body: { ...named, amountFen: order.amount_fen }, at });
    } else {
      await become(told === 'declined' ? 'declined' : 'expired');
      if (order.state === 'open') await say({ kind: 'payment.declined', body: named, at });
    }
  });
}

/** Notes that the provider has given the money back. */
export async function noteRefund({ ledger, store, clock }: PaymentDeps, orderId: string): Promise<void> {
  const at = clock.now();
  await ledger.record(async (tx, say) => {
    const found = await lockOrder(tx, store.engine, orderId);
    if (found?.order.state !== 'refund-due') return;
    const { order, production } = found;
    await tx.updateTable('payment_order').set({ state: 'refunded' }).where('id', '=', orderId).execute();
    await say({
      kind: 'payment.refunded',
      body: {
        application: order.application_id as never,
        order: orderId as never,
        amountFen: order.amount_fen,
        reason: production === 'failed' ? 'card-failed' : 'late-payment',
      },
      at,
    });
  });
}

interface Locked {
  readonly order: Row<'payment_order'>;
  readonly orders: OrderStates;
  readonly production: string;
}

/** The application is locked before its order, as ingest does, so that two servers cannot wait for each other. */
async function lockOrder(tx: Tx, engine: Store['engine'], id: string): Promise<Locked | null> {
  const named = await tx
    .selectFrom('payment_order')
    .select('application_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (named === undefined) return null;
  let ofApplication = tx
    .selectFrom('application')
    .select(['orders', 'production'])
    .where('id', '=', named.application_id);
  let ofOrder = tx.selectFrom('payment_order').selectAll().where('id', '=', id);
  if (engine === 'postgres') {
    ofApplication = ofApplication.forUpdate();
    ofOrder = ofOrder.forUpdate();
  }
  const application = await ofApplication.executeTakeFirstOrThrow();
  const order = await ofOrder.executeTakeFirstOrThrow();
  return { order, orders: JSON.parse(application.orders) as OrderStates, production: application.production };
}
