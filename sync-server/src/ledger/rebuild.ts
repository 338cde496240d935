import type { EntryBody } from '@haizhu/shared/journal/kinds';
import type { Store, Tx } from '../storage/store.ts';
import { addToDays, noteTold, toldDayOf } from './journal-days.ts';
import { PROJECTIONS } from './ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { project } from './projection.ts';
import { readLoosely } from './read-loosely.ts';
import { withRepaired } from './repaired.ts';
import { SERVER_ORIGIN } from './server-entries.ts';

const PAGE = 1000;

/**
 * Makes all projections anew from the ledger, in one transaction. What was set aside stays aside, what was bounded
 * stays bounded: both were decided when the entry came and are in the ledger.
 */
export async function rebuildProjections(store: Store): Promise<void> {
  await store.write(async (tx) => {
    for (const { table } of PROJECTIONS) await tx.deleteFrom(table).execute();
    await tx.deleteFrom('journal_day').execute();
    const stations = await stationsAtFirst(tx);
    for (let after = 0; ; ) {
      const rows = await tx
        .selectFrom('ledger')
        .select(['id', 'origin', 'epoch', 'seq', 'kind', 'version', 'at', 'day', 'received_at', 'text'])
        .select(['set_aside', 'clock_suspect'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(PAGE)
        .execute();
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
      await addToDays(
        tx,
        rows
          .filter(({ origin }) => origin !== SERVER_ORIGIN)
          .map((row) => ({ ...row, toldDay: row.clock_suspect === 1 ? suspectDay(row) : row.day })),
      );
      const entries = rows
        .filter((row) => row.set_aside === 0)
        .map(({ text, received_at: receivedAt, ...rest }) => {
          const { body, sealed } = JSON.parse(text) as { body: unknown; sealed: string | null };
          // Its content was checked when it came in.
          return { ...rest, receivedAt, body, sealedDigest: sealed } as unknown as LedgerEntry;
        });
      const effective = withRepaired(entries);
      for (const part of betweenMoves(effective)) {
        const [mover] = part;
        if (mover?.kind === 'kiosk.moved') stations.set(mover.body.kiosk, mover.body.to);
        const { rejected } = await project(tx, store.engine, PROJECTIONS, part, {
          stationOf: (kiosk) => stations.get(kiosk) ?? '',
        });
        const [first] = rejected;
        if (first !== undefined)
          throw new Error(
            `entry ${first[0].origin}/${first[0].epoch}/${first[0].seq} does not fold: ${first[1].reason}`,
          );
      }
      await noteTold(tx, effective);
    }
  });
}

/** Where each kiosk stood before it was moved for the first time. */
async function stationsAtFirst(tx: Tx): Promise<Map<string, string>> {
  const now = await tx.selectFrom('kiosk').select(['id', 'station_id']).execute();
  const stations = new Map(now.map(({ id, station_id }) => [id, station_id]));
  const moves = await tx
    .selectFrom('ledger')
    .select('text')
    .where('kind', '=', 'kiosk.moved')
    .where('origin', '=', SERVER_ORIGIN)
    .orderBy('id', 'desc')
    .execute();
  for (const { text } of moves) {
    const { body } = JSON.parse(text) as { body: EntryBody<'kiosk.moved'> };
    stations.set(body.kiosk, body.from);
  }
  return stations;
}

/** Runs of entries; each but the first begins with a move. */
function betweenMoves(entries: readonly LedgerEntry[]): readonly (readonly LedgerEntry[])[] {
  const parts: LedgerEntry[][] = [[]];
  for (const entry of entries) {
    if (entry.kind === 'kiosk.moved') parts.push([]);
    parts.at(-1)?.push(entry);
  }
  return parts;
}

/** The day that the kiosk wrote, of an entry whose time was not believed. */
function suspectDay({ text, day }: { readonly text: string; readonly day: string }): string {
  const { at } = readLoosely(text);
  return at === null ? day : toldDayOf(at);
}
