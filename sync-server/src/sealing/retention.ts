import { DAY_MS } from '@haizhu/shared/time/beijing';
import { sql } from 'kysely';
import { audit } from '../access/audit.ts';
import type { Clock } from '../clock.ts';
import { DueWorker } from '../due-worker.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { SERVER_ORIGIN } from '../ledger/server-entries.ts';
import type { Row } from '../storage/schema.ts';
import type { Reader, Store } from '../storage/store.ts';

export interface SealedRetentionDeps {
  readonly store: Store;
  readonly ledger: Pick<Ledger, 'record'>;
  readonly clock: Clock;
  /** Days after the conclusion for which a sealed payload is held. */
  readonly days: number;
  log(message: string, error: unknown): void;
}

/** Payloads deleted in one transaction: what the entry that says so can name. */
const AT_ONCE = 500;

/**
 * Once a day deletes the sealed payloads whose time is over, and says in the ledger which. The entries that they
 * belonged to stay, and their chain still verifies.
 */
export function createSealedRetention(deps: SealedRetentionDeps): DueWorker {
  return new DueWorker({
    clock: deps.clock,
    pollMs: DAY_MS,
    onError: (error) => deps.log('sealed payloads whose time is over could not be deleted', error),
    work: async () => (await deleteOverdue(deps)) === AT_ONCE,
  });
}

type Payload = Pick<Row<'sealed_payload'>, 'origin' | 'epoch' | 'seq' | 'digest'>;

/** How many were deleted; at most 500. */
export async function deleteOverdue({ store, ledger, clock, days }: SealedRetentionDeps): Promise<number> {
  const at = clock.now();
  const before = at - days * DAY_MS;
  const overdue = await findOverdue(store.read, before);
  if (overdue.length === 0) return 0;
  return ledger.record(async (tx, say) => {
    const digests: string[] = [];
    for (const { origin, epoch, seq } of overdue) {
      const deleted = await tx
        .deleteFrom('sealed_payload')
        .where('origin', '=', origin)
        .where('epoch', '=', epoch)
        .where('seq', '=', seq)
        .returning('digest')
        .executeTakeFirst();
      if (deleted !== undefined) digests.push(deleted.digest);
    }
    // Another server was quicker.
    if (digests.length === 0) return 0;
    const count = digests.length;
    await say({ kind: 'sealed.deleted', body: { before, count, digests }, at });
    await audit(tx, {
      at,
      who: SERVER_ORIGIN,
      action: 'sealed.deleted',
      target: String(count),
      detail: `concluded before ${new Date(before).toISOString()}`,
    });
    return count;
  });
}

/**
 * Of applications that were decided or not accepted before then; and of entries that were set aside, resolved before
 * then, and belong to no application. What is undecided or waits in quarantine is held.
 */
async function findOverdue(reader: Reader, before: number): Promise<readonly Payload[]> {
  const ofApplications = await sql<Payload>`
    select p.origin, p.epoch, p.seq, p.digest from application a
    join sealed_payload p on p.origin = a.kiosk_id and p.epoch = a.epoch and p.seq = a.seq
    where a.decided_at < ${before} or (a.acceptance = 'not-accepted' and a.acceptance_at < ${before})
    order by p.origin, p.epoch, p.seq limit ${AT_ONCE}`.execute(reader);
  if (ofApplications.rows.length === AT_ONCE) return ofApplications.rows;
  const ofNobody = await sql<Payload>`
    select p.origin, p.epoch, p.seq, p.digest from quarantine q
    join sealed_payload p on p.origin = q.origin and p.epoch = q.epoch and p.seq = q.seq
    left join application a on a.kiosk_id = q.origin and a.epoch = q.epoch and a.seq = q.seq
    where q.state <> 'open' and q.resolved_at < ${before} and a.id is null
    order by p.origin, p.epoch, p.seq limit ${AT_ONCE - ofApplications.rows.length}`.execute(reader);
  return [...ofApplications.rows, ...ofNobody.rows];
}
