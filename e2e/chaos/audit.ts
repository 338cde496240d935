import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '@haizhu/sync-server/storage/store';
import { sql } from 'kysely';

/** What the database holds, counted by reading it directly and not through the server. */
export interface Ledger {
  /** How often each application was submitted, by the ledger. */
  readonly submitted: ReadonlyMap<string, number>;
  /** The kiosk in whose journal each was. */
  readonly submittedBy: ReadonlyMap<string, string>;
  /** Applications that have a row, as the report counts them. */
  readonly projected: ReadonlySet<string>;
  readonly entries: number;
  readonly conflicts: number;
  readonly setAside: number;
  readonly sealed: number;
  /** Everything that is wrong with numbers, digests, chain or file; empty when all is well. */
  readonly faults: readonly string[];
}

type RawRow = Readonly<Record<string, unknown>>;
/** Gives the rows of a plain query. */
type Ask = (query: string) => Promise<readonly RawRow[]>;

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Reads the ledger of a stopped server's embedded database. */
export async function readEmbeddedLedger(dataDir: string): Promise<Ledger> {
  const db = new DatabaseSync(join(dataDir, 'haizhu-kiosk.db'));
  try {
    const ledger = await readLedger(async (query) => db.prepare(query).all());
    const [check] = db.prepare('pragma integrity_check').all();
    if (check?.['integrity_check'] === 'ok') return ledger;
    return { ...ledger, faults: [`integrity check: ${JSON.stringify(check)}`, ...ledger.faults] };
  } finally {
    db.close();
  }
}

/** The same of a PostgreSQL, past every part of the server but its connection. */
export const readPostgresLedger = (store: Store): Promise<Ledger> =>
  readLedger(async (query) => (await sql.raw<RawRow>(query).execute(store.read)).rows);

/** Checks every number and digest anew. */
async function readLedger(ask: Ask): Promise<Ledger> {
  const faults: string[] = [];
  const submitted = new Map<string, number>();
  const submittedBy = new Map<string, string>();
  const through = new Map<string, number>();
  const last = new Map<string, string>();
  const rows = await ask('select * from ledger order by origin, epoch, seq');
  for (const row of rows) {
    const origin = String(row['origin']);
    const text = String(row['text']);
    const seq = Number(row['seq']);
    const journal = `${origin}/${row['epoch']}`;
    const before = through.get(journal) ?? 0;
    if (seq !== before + 1) faults.push(`${journal}: ${seq} follows ${before}`);
    through.set(journal, seq);
    const digest = digestOf(text);
    if (digest !== row['digest']) faults.push(`${journal}/${seq}: its text has another digest`);
    if (row['chain_ok'] !== 1) faults.push(`${journal}/${seq}: marked as a broken chain`);
    const entry = JSON.parse(text) as { prev: string; kind: string; body: { application?: string } };
    const expected = last.get(journal) ?? digestOf(`journal:${origin}:${row['epoch']}`);
    if (entry.prev !== expected) faults.push(`${journal}/${seq}: names another entry before it`);
    last.set(journal, digest);
    if (entry.kind !== 'application.submitted' || entry.body.application === undefined) continue;
    const { application } = entry.body;
    submitted.set(application, (submitted.get(application) ?? 0) + 1);
    submittedBy.set(application, origin);
  }
  for (const row of await ask('select kiosk_id, epoch, through from kiosk_epoch')) {
    const journal = `${row['kiosk_id']}/${row['epoch']}`;
    const held = through.get(journal) ?? 0;
    if (Number(row['through']) !== held) faults.push(`${journal}: says ${row['through']}, holds ${held}`);
  }
  const count = async (from: string) => Number((await ask(`select count(*) as n from ${from}`))[0]?.['n']);
  return {
    submitted,
    submittedBy,
    projected: new Set((await ask('select id from application')).map((row) => String(row['id']))),
    entries: rows.length,
    conflicts: await count('ledger_conflict'),
    setAside: await count('ledger where set_aside = 1'),
    sealed: await count('sealed_payload'),
    faults,
  };
}
