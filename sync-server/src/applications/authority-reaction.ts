import type { Clock } from '../clock.ts';
import type { Reaction } from '../ledger/ledger.ts';
import { insertMany } from '../storage/insert-many.ts';
import type { Store } from '../storage/store.ts';

/** What becomes due at the authority, in the transaction of its cause: nothing that is received is forgotten. */
export function authorityReaction(engine: Store['engine'], clock: Clock): Reaction {
  return async (tx, entries) => {
    const submitted: string[] = [];
    const accepted: string[] = [];
    const ended: string[] = [];
    for (const entry of entries) {
      if (entry.kind === 'application.submitted') submitted.push(entry.body.application);
      else if (entry.kind === 'application.accepted') accepted.push(entry.body.application);
      else if (entry.kind === 'application.not-accepted' || entry.kind === 'application.decided') {
        ended.push(entry.body.application);
      }
    }
    await insertMany(
      tx,
      engine,
      'authority_task',
      submitted.map((application_id) => ({
        application_id,
        step: 'accept',
        due_at: clock.now(),
        attempts: 0,
        last_error: null,
      })),
    );
    if (accepted.length > 0) {
      await tx
        .updateTable('authority_task')
        .set({ step: 'decide', due_at: clock.now(), attempts: 0, last_error: null })
        .where('application_id', 'in', accepted)
        .execute();
    }
    if (ended.length > 0)
      await tx.deleteFrom('authority_task').where('application_id', 'in', ended).execute();
  };
}
