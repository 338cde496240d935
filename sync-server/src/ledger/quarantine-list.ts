import { err, ok, type Result } from '@haizhu/shared/result';
import { audit } from '../access/audit.ts';
import type { Reader, Store } from '../storage/store.ts';
import type { Place } from './ledger-entry.ts';
import { nameOf, type ResolvedBy } from './quarantine.ts';

/** Set-aside entries, those that wait for somebody first, then latest first. No content. */
export async function listQuarantine(reader: Reader, limit: number) {
  const entries = await reader
    .selectFrom('quarantine')
    .innerJoin('ledger', (join) =>
      join
        .onRef('ledger.origin', '=', 'quarantine.origin')
        .onRef('ledger.epoch', '=', 'quarantine.epoch')
        .onRef('ledger.seq', '=', 'quarantine.seq'),
    )
    .select([
      'quarantine.origin',
      'quarantine.epoch',
      'quarantine.seq',
      'ledger.kind',
      'quarantine.reason',
      'quarantine.detail',
      'quarantine.at',
      'quarantine.state',
      'quarantine.resolved_at as resolvedAt',
      'quarantine.resolved_by as resolvedBy',
      'quarantine.note',
    ])
    .orderBy((eb) => eb.case().when('quarantine.state', '=', 'open').then(0).else(1).end())
    .orderBy('quarantine.at', 'desc')
    .orderBy('quarantine.origin')
    .orderBy('quarantine.epoch')
    .orderBy('quarantine.seq')
    .limit(limit)
    .execute();
  const { open } = await reader
    .selectFrom('quarantine')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow();
  return { entries, open: Number(open) };
}

/**
 * The text of a set-aside entry, for who is to correct it. It may hold anything, so reading it is put on record
 * before it is told.
 */
export async function openSetAside(
  store: Store,
  place: Place,
  by: ResolvedBy,
): Promise<Result<string, 'not-found'>> {
  const row = await store.read
    .selectFrom('ledger')
    .select('text')
    .where('origin', '=', place.origin)
    .where('epoch', '=', place.epoch)
    .where('seq', '=', place.seq)
    .where('set_aside', '=', 1)
    .executeTakeFirst();
  if (row === undefined) return err('not-found');
  await store.write((tx) => audit(tx, { ...by, action: 'entry.opened', target: nameOf(place) }));
  return ok(row.text);
}
