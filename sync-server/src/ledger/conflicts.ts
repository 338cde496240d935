import type { EntryBytes } from '@haizhu/shared/sync/packed-entries';
import type { NewRow } from '../storage/schema.ts';
import type { Tx } from '../storage/store.ts';
import { looseText } from '../storage/utf8.ts';
import type { Place } from './ledger-entry.ts';
import type { ServerFact } from './server-entries.ts';
import { digestOf, type Verified } from './verify-entry.ts';

export interface Conflict {
  readonly row: NewRow<'ledger_conflict'>;
  readonly fact: ServerFact;
}

/** Longest part of an offered text that is kept. */
const KEPT_TEXT = 64 * 1024;

/** The other content that was offered for a place, or a chain that is broken there; both ends of it are named. */
export function conflictOf(
  conflict: 'digest' | 'chain',
  { origin, epoch, seq }: Place,
  kept: string,
  offered: string,
  text: Uint8Array | string,
  at: number,
): Conflict {
  return {
    row: {
      origin,
      epoch,
      seq,
      conflict,
      kept_digest: kept,
      offered_digest: offered,
      offered_text: looseText(text).toWellFormed().replaceAll('\0', '\uFFFD').slice(0, KEPT_TEXT),
      at,
    },
    fact: {
      kind: 'entry.conflict',
      body: { kiosk: origin as never, epoch, seq, conflict, kept, offered },
      at,
    },
  };
}

export function isAmong(conflicts: readonly Conflict[], { row }: Conflict): boolean {
  return conflicts.some(
    ({ row: other }) =>
      other.origin === row.origin &&
      other.epoch === row.epoch &&
      other.seq === row.seq &&
      other.conflict === row.conflict &&
      other.offered_digest === row.offered_digest,
  );
}

interface Compared {
  /** Places whose content is another. */
  readonly seqs: readonly number[];
  /** Contents that were not offered before: a kiosk that offers one again and again fills no disk. */
  readonly unheard: readonly Conflict[];
}

/** Entries whose places are taken: the same content is acknowledged again, another is a conflict (S4). */
export async function compareKnown(
  tx: Tx,
  batch: { readonly kiosk: string; readonly epoch: number; readonly from: number },
  known: readonly EntryBytes[],
  fresh: readonly { readonly verified: Verified }[],
  now: number,
): Promise<Compared> {
  if (known.length === 0) return { seqs: [], unheard: [] };
  const { kiosk: origin, epoch, from } = batch;
  const rows = await tx
    .selectFrom('ledger')
    .select(['seq', 'digest'])
    .where('origin', '=', origin)
    .where('epoch', '=', epoch)
    .where('seq', '>=', from)
    .where('seq', '<', from + known.length)
    .execute();
  const digests = new Map(rows.map((r) => [r.seq, r.digest]));
  // Taken earlier in this transaction, not inserted yet.
  for (const { verified } of fresh) {
    if (verified.origin === origin && verified.epoch === epoch) digests.set(verified.seq, verified.digest);
  }
  const found = known.flatMap(({ text }, index) => {
    const seq = from + index;
    const kept = digests.get(seq) ?? '';
    const offered = digestOf(text);
    if (kept === offered) return [];
    return [conflictOf('digest', { origin, epoch, seq }, kept, offered, text, now)];
  });
  if (found.length === 0) return { seqs: [], unheard: [] };
  const before = await tx
    .selectFrom('ledger_conflict')
    .select(['seq', 'offered_digest'])
    .where('origin', '=', origin)
    .where('epoch', '=', epoch)
    .where('conflict', '=', 'digest')
    .where('seq', '>=', from)
    .where('seq', '<', from + known.length)
    .execute();
  const heard = new Set(before.map((b) => `${b.seq} ${b.offered_digest}`));
  return {
    seqs: found.map(({ row }) => row.seq),
    unheard: found.filter(({ row }) => !heard.has(`${row.seq} ${row.offered_digest}`)),
  };
}
