import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { openStore } from '@haizhu/sync-server/storage/open-store';

const BATCH = 500;
/** Tables into which an entry goes as it comes, and those that are made of it. */
export const ENTRY_TABLES = ['ledger', 'sealed_payload'] as const;
export const ALL_TABLES = [...ENTRY_TABLES, 'application', 'authority_task'] as const;

type Rows = ReadonlyMap<string, readonly Record<string, SQLInputValue>[]>;

/** What a drain has left in a stopped server's database. */
export function rowsOf(database: string, kiosk: string, tables: readonly string[]): Rows {
  const db = new DatabaseSync(database, { readOnly: true });
  try {
    return new Map(
      tables.map((table) => {
        const own =
          table === 'application'
            ? 'kiosk_id = ?'
            : table === 'authority_task'
              ? 'application_id in (select id from application where kiosk_id = ?)'
              : 'origin = ?';
        const rows = db.prepare(`select * from "${table}" where ${own}`).all(kiosk);
        return [table, rows as Record<string, SQLInputValue>[]];
      }),
    );
  } finally {
    db.close();
  }
}

/** Inserts the rows into an empty database of the same schema with prepared statements, 500 entries a commit; ms. */
export async function insertRaw(rows: Rows): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'haizhu-raw-'));
  const made = await openStore({ dataDir });
  if (!made.ok) throw new Error(made.error.message);
  await made.value.close();
  const db = new DatabaseSync(join(dataDir, 'haizhu-kiosk.db'));
  try {
    db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536');
    const plans = [...rows].map(([table, all]) => {
      const columns = Object.keys(all[0] ?? {});
      const names = columns.map((column) => `"${column}"`).join(',');
      const marks = columns.map(() => '?').join(',');
      return { all, columns, statement: db.prepare(`insert into "${table}" (${names}) values (${marks})`) };
    });
    const most = Math.max(...plans.map(({ all }) => all.length));
    const begun = performance.now();
    for (let from = 0; from < most; from += BATCH) {
      db.exec('begin immediate');
      for (const { all, columns, statement } of plans) {
        for (const row of all.slice(from, from + BATCH)) {
          statement.run(...columns.map((column) => row[column] ?? null));
        }
      }
      db.exec('commit');
    }
    return performance.now() - begun;
  } finally {
    db.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
