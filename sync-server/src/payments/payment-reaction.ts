import type { Clock } from '../clock.ts';
import type { Reaction } from '../ledger/ledger.ts';
import type { Tx } from '../storage/store.ts';
import { PAYABLE_MS } from './payments.ts';

/**
 * What the kiosk's word on a payment sets in motion, in the transaction of the entry: a payment that was given up, or
 * whose card could not be made, goes back: at once if it is settled, later if it settles after all.
 */
export function paymentReaction(clock: Clock): Reaction {
  return async (tx, entries) => {
    for (const entry of entries) {
      switch (entry.kind) {
        case 'payment.begun': {
          const { application, order, amountFen } = entry.body;
          // Known already, unless this server was restored from a backup: then the provider has to be asked again.
          await tx
            .insertInto('payment_order')
            .values({
              id: order,
              application_id: application,
              kiosk_id: entry.origin,
              amount_fen: amountFen,
              state: 'open',
              code_url: '',
              created_at: entry.at,
              expires_at: entry.at + PAYABLE_MS,
              due_at: clock.now(),
              attempts: 0,
            })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute();
          break;
        }
        case 'payment.abandoned':
          await giveUp(tx, clock, entry.body.application, entry.body.order);
          break;
        case 'card.failed':
          await giveUp(tx, clock, entry.body.application);
          break;
        default:
      }
    }
  };
}

/** Gives up one order of an application, or all. */
async function giveUp(tx: Tx, clock: Clock, application: string, order?: string): Promise<void> {
  const orders = () => {
    const all = tx.updateTable('payment_order').where('application_id', '=', application);
    return order === undefined ? all : all.where('id', '=', order);
  };
  await orders()
    .set({ state: 'refund-due', due_at: clock.now(), attempts: 0 })
    .where('state', '=', 'settled')
    .execute();
  await orders().set({ state: 'abandoned' }).where('state', '=', 'open').execute();
}
