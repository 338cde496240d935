import type { EntryKind } from '@haizhu/shared/journal/kinds';
import { insertMany } from '../storage/insert-many.ts';
import type { NewRow, Row } from '../storage/schema.ts';
import type { Store, Tx } from '../storage/store.ts';
import type { LedgerEntry, Poison } from './ledger-entry.ts';

/** Tables whose rows are made of entries, each with a text `id`. */
type ProjectedTable = 'application' | 'session' | 'fault_occurrence';

export interface FoldContext {
  /** Station at which a kiosk stood when the entry was taken in. */
  stationOf(kiosk: string): string;
}

/**
 * A table that is a fold of the ledger: every row is made of the entries that name its id, in ledger order. So one
 * loading and one writing of rows serves a batch of any size, and a rebuild is the same fold over everything.
 */
export interface Projection<T extends ProjectedTable = ProjectedTable> {
  readonly table: T;
  readonly kinds: ReadonlySet<EntryKind>;
  /** Id of the row an entry concerns; null when it concerns none. */
  idOf(entry: LedgerEntry): string | null;
  /** The row after the entry, or why the entry cannot be. */
  fold(row: Row<T> | null, entry: LedgerEntry, context: FoldContext): Row<T> | Poison;
}

/** What a batch has changed, after it was written. */
export interface Projected {
  readonly rejected: ReadonlyMap<LedgerEntry, Poison>;
  readonly changed: ReadonlyMap<ProjectedTable, ReadonlyMap<string, Row<ProjectedTable>>>;
}

const isPoison = (value: object): value is Poison => 'reason' in value && 'detail' in value;

/** Folds a batch of valid entries into all projections, in the given transaction. */
export async function project(
  tx: Tx,
  engine: Store['engine'],
  projections: readonly Projection[],
  entries: readonly LedgerEntry[],
  context: FoldContext,
): Promise<Projected> {
  const rejected = new Map<LedgerEntry, Poison>();
  const changed = new Map<ProjectedTable, ReadonlyMap<string, Row<ProjectedTable>>>();
  for (const projection of projections) {
    const concerned = entries.flatMap((entry) => {
      if (!projection.kinds.has(entry.kind) || rejected.has(entry)) return [];
      const id = projection.idOf(entry);
      return id === null ? [] : [{ id, entry }];
    });
    if (concerned.length === 0) continue;
    const rows = await load(tx, engine, projection.table, new Set(concerned.map((c) => c.id)));
    const after = new Map<string, Row<ProjectedTable>>();
    for (const { id, entry } of concerned) {
      const folded = projection.fold(after.get(id) ?? rows.get(id) ?? null, entry, context);
      if (isPoison(folded)) rejected.set(entry, folded);
      else after.set(id, folded);
    }
    const fresh = [...after.values()].filter((row) => !rows.has(row.id));
    const known = [...after.values()].filter((row) => rows.has(row.id));
    await insertMany(tx, engine, projection.table, fresh as NewRow<ProjectedTable>[]);
    await insertMany(tx, engine, projection.table, known as NewRow<ProjectedTable>[], ['id']);
    changed.set(projection.table, after);
  }
  return { rejected, changed };
}

async function load<T extends ProjectedTable>(
  tx: Tx,
  engine: Store['engine'],
  table: T,
  ids: ReadonlySet<string>,
): Promise<Map<string, Row<T>>> {
  const found = new Map<string, Row<T>>();
  const wanted = [...ids];
  for (let from = 0; from < wanted.length; from += 500) {
    let query = tx
      .selectFrom(table as 'session')
      .selectAll()
      .where('id', 'in', wanted.slice(from, from + 500));
    // On PostgreSQL another server may be changing the same row.
    if (engine === 'postgres') query = query.orderBy('id').forUpdate();
    for (const row of await query.execute()) found.set(row.id, row as unknown as Row<T>);
  }
  return found;
}
