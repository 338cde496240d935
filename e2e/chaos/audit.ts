import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

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

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Reads the ledger of a stopped server and checks every number and digest of it anew. */
export function readLedger(dataDir: string): Ledger {
  const db = new DatabaseSync(join(dataDir, 'haizhu-kiosk.db'));
  const faults: string[] = [];
  try {
    const check = db.prepare('pragma integrity_check').all();
    if (check[0]?.['integrity_check'] !== 'ok') faults.push(`integrity check: ${JSON.stringify(check[0])}`);
    const submitted = new Map<string, number>();
    const submittedBy = new Map<string, string>();
    const through = new Map<string, number>();
    const last = new Map<string, string>();
    let entries = 0;
    const rows = db.prepare('select * from ledger order by origin, epoch, seq').iterate();
    for (const row of rows) {
      entries += 1;
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
    for (const row of db.prepare('select kiosk_id, epoch, through from kiosk_epoch').all()) {
      const journal = `${row['kiosk_id']}/${row['epoch']}`;
      const held = through.get(journal) ?? 0;
      if (Number(row['through']) !== held) faults.push(`${journal}: says ${row['through']}, holds ${held}`);
    }
    const count = (sql: string) => Number(db.prepare(sql).get()?.['n']);
    const projected = new Set(
      db
        .prepare('select id from application')
        .all()
        .map((row) => String(row['id'])),
    );
    return {
      submitted,
      submittedBy,
      projected,
      entries,
      conflicts: count('select count(*) as n from ledger_conflict'),
      setAside: count('select count(*) as n from ledger where set_aside = 1'),
      sealed: count('select count(*) as n from sealed_payload'),
      faults,
    };
  } finally {
    db.close();
  }
}
