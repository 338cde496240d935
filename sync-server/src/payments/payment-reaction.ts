import type { Clock } from '../clock.ts';
import type { Reaction } from '../ledger/ledger.ts';

/**
 * A payment that the kiosk gave up, or whose card could not be made, goes back: at once if it was settled, later if it
 * settles after all. In the transaction of the entry that says so.
 */
export function paymentReaction(clock: Clock): Reaction {
  return async (tx, entries) => {
    for (const entry of entries) {
      if (entry.kind !== 'payment.abandoned' && entry.kind !== 'card.failed') continue;
      const orders = () =>
        tx.updateTable('payment_order').where('application_id', '=', entry.body.application);
      await orders()
        .set({ state: 'refund-due', due_at: clock.now(), attempts: 0 })
        .where('state', '=', 'settled')
        .execute();
      await orders().set({ state: 'abandoned' }).where('state', '=', 'open').execute();
    }
  };
}
