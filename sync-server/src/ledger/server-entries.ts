import { writeEntry } from '@haizhu/shared/journal/entry';
import { currentVersion, type EntryBody, type ServerKind } from '@haizhu/shared/journal/kinds';
import { beijingDay } from '@haizhu/shared/time/beijing';
import { insertMany } from '../storage/insert-many.ts';
import type { Store, Tx } from '../storage/store.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { chainStartDigest, digestOf } from './verify-entry.ts';

/** Origin of the entries that the server itself writes. No kiosk may be called so. */
export const SERVER_ORIGIN = 'server';
const EPOCH = 1;

/** Something the server has to say. */
export type ServerFact = {
  [K in ServerKind]: { readonly kind: K; readonly body: EntryBody<K>; readonly at: number };
}[ServerKind];

/**
 * Writes entries of the server's own into the ledger, in the transaction of their cause, and returns them for the
 * projections.
 */
export async function appendServerEntries(
  tx: Tx,
  engine: Store['engine'],
  facts: readonly ServerFact[],
): Promise<readonly LedgerEntry[]> {
  if (facts.length === 0) return [];
  let query = tx
    .selectFrom('kiosk_epoch')
    .select(['through', 'last_digest'])
    .where('kiosk_id', '=', SERVER_ORIGIN)
    .where('epoch', '=', EPOCH);
  if (engine === 'postgres') query = query.forUpdate();
  const place = await query.executeTakeFirstOrThrow();
  let seq = place.through;
  let prev = place.last_digest === '' ? chainStartDigest(SERVER_ORIGIN, EPOCH) : place.last_digest;
  const entries: LedgerEntry[] = [];
  const rows = facts.map(({ kind, body, at }) => {
    seq += 1;
    const version = currentVersion(kind);
    const text = writeEntry({
      kiosk: SERVER_ORIGIN as never,
      epoch: EPOCH,
      seq,
      kind,
      version,
      at,
      wall: at,
      prev,
      sealed: null,
      body,
    });
    const digest = digestOf(text);
    prev = digest;
    const day = beijingDay(at);
    const common = { origin: SERVER_ORIGIN, epoch: EPOCH, seq, kind, version, at, day };
    entries.push({ ...common, body, receivedAt: at, sealedDigest: null } as LedgerEntry);
    return { ...common, received_at: at, digest, text, set_aside: 0, chain_ok: 1, clock_suspect: 0 };
  });
  await insertMany(tx, engine, 'ledger', rows);
  await tx
    .updateTable('kiosk_epoch')
    .set({ through: seq, last_digest: prev })
    .where('kiosk_id', '=', SERVER_ORIGIN)
    .where('epoch', '=', EPOCH)
    .execute();
  return entries;
}
