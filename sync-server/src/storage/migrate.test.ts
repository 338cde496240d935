import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { Ledger } from '../ledger/ledger.ts';
import { repairEntry } from '../ledger/quarantine.ts';
import { rebuildProjections } from '../ledger/rebuild.ts';
import { START, TestJournal, uuid } from '../ledger/testing.ts';
import { digestOf } from '../ledger/verify-entry.ts';
import { completenessOf } from '../report/completeness.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { databasePath } from './data-folder.ts';
import { insertMany } from './insert-many.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './migrate.ts';
import { openStore } from './open-store.ts';
import type { Schema } from './schema.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { NodeSqliteDialect } from './sqlite-dialect.ts';
import type { Store } from './store.ts';

/**
 * A database that the program of schema 1 made: two kiosks; K1 with six entries, of which the third cannot be read and
 * the sixth is a year too early; one application of each, K1's approved.
 */
const SCHEMA_1 = gunzipSync(readFileSync(new URL('./testing/schema-1.db.gz', import.meta.url)));

/** Everything in a file of schema 1, by table. */
function readAll(path: string): Map<string, Record<string, unknown>[]> {
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  const rows = new Map<string, Record<string, unknown>[]>();
  for (const { name } of tables) {
    if (!String(name).startsWith('sqlite_') && name !== 'schema_version')
      rows.set(String(name), database.prepare(`select * from "${String(name)}"`).all());
  }
  database.close();
  return rows;
}

/** The tables as schema 1 made them, with the same rows, on the engine. */
async function layOut(db: TestEngine): Promise<void> {
  const [initial] = MIGRATIONS;
  if (initial === undefined) throw new Error('there is no first schema');
  const { store } = db;
  const file = `${db.options.dataDir}/schema-1.db`;
  writeFileSync(file, SCHEMA_1);
  await store.write(async (tx) => {
    if (store.engine === 'sqlite') throw new Error('a file is opened as it is');
    await sql`drop schema public cascade`.execute(tx);
    await sql`create schema public`.execute(tx);
    await sql`create table schema_version (version integer not null)`.execute(tx);
    await sql`insert into schema_version values (1)`.execute(tx);
    await initial(tx as never, store.engine);
    await tx.deleteFrom('kiosk_epoch').execute();
    for (const [table, rows] of readAll(file)) {
      const numbered = rows.some((row) => 'id' in row && typeof row['id'] === 'number');
      const plain = rows.map(({ id, ...row }) => (numbered ? row : id === undefined ? row : { id, ...row }));
      await insertMany(tx, store.engine, table as keyof Schema, plain as never);
    }
  });
}

describe.each(ENGINES)('a database of schema 1 on %s', (engine) => {
  let db: TestEngine;
  let store: Store;
  beforeEach(async () => {
    db = await openTestEngine(engine);
    if (engine === 'sqlite') {
      await db.store.close();
      for (const ending of ['-wal', '-shm'])
        rmSync(databasePath(db.options.dataDir) + ending, { force: true });
      writeFileSync(databasePath(db.options.dataDir), SCHEMA_1);
    } else {
      await layOut(db);
    }
    const opened = await openStore(db.options);
    if (!opened.ok) throw new Error(opened.error.message);
    store = opened.value;
  });
  afterEach(async () => {
    await store.close();
    if (engine === 'postgres') await db.close();
    else rmSync(db.options.dataDir, { recursive: true });
  });

  const ledgerOf = () =>
    new Ledger({ store, events: new DomainEvents(), clock: { now: () => START + 120_000 }, reactions: [] });

  test('has this schema after opening, with every entry as it was', async () => {
    const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(store.read);
    expect(rows).toEqual([{ version: SCHEMA_VERSION }]);
    const ledger = await store.read.selectFrom('ledger').selectAll().orderBy('id').execute();
    expect(ledger.map(({ origin, seq, set_aside }) => `${origin}/${seq}/${set_aside}`)).toEqual([
      'K1/1/0',
      'K1/2/0',
      'K1/3/1',
      'K1/4/0',
      'K1/5/0',
      'K1/6/0',
      'K2/1/0',
      'K2/2/0',
      'server/1/0',
      'server/2/0',
      'server/3/0',
    ]);
    for (const { text, digest } of ledger) expect(digestOf(text)).toBe(digest);
    expect(await store.read.selectFrom('quarantine').selectAll().execute()).toMatchObject([
      { origin: 'K1', seq: 3, state: 'open', resolved_at: null, note: null },
    ]);
    expect(
      await store.read.selectFrom('journal_day').selectAll().orderBy('kiosk_id').execute(),
    ).toMatchObject([
      { kiosk_id: 'K1', day: '2026-03-02', entries: 6, applications: 1, told_entries: null },
      { kiosk_id: 'K2', day: '2026-03-02', entries: 2, applications: 1, told_entries: null },
    ]);
  });

  test('takes entries on where it stood, and its projections made anew are the same', async () => {
    const journal = new TestJournal('K2');
    journal.session(10);
    journal.application(10);
    journal.session(11);
    expect(await ledgerOf().ingest([journal.batch(1)])).toMatchObject([
      { ok: true, through: 3, conflicts: [] },
    ]);
    const application = () => store.read.selectFrom('application').selectAll().orderBy('id').execute();
    const before = await application();
    expect(before).toMatchObject([
      { id: uuid(1), decision: 'approved', acceptance: 'accepted' },
      { id: uuid(10), acceptance: 'undetermined' },
    ]);
    await rebuildProjections(store);
    expect(await application()).toEqual(before);
  });

  test('what was set aside in it can be repaired, and completeness is told of it', async () => {
    const place = { origin: 'K1', epoch: 1, seq: 3 };
    const period = { from: '2026-03-02', to: '2026-03-02' };
    expect((await completenessOf(store.read, period, START + 120_000)).summary).toMatchObject({
      setAside: 1,
      // K1 told of entry 9.
      lacking: 3,
    });
    const body = { session: uuid(77), language: 'zh' };
    const by = { who: 'admin', at: START };
    expect(
      await repairEntry({ ledger: ledgerOf() }, place, { kind: 'session.started', body, note: 'n' }, by),
    ).toEqual({
      ok: true,
    });
    expect(
      await store.read.selectFrom('session').select('kiosk_id').where('id', '=', uuid(77)).execute(),
    ).toEqual([{ kiosk_id: 'K1' }]);
  });
});

test('a released migration is as it was: it makes the tables that the file of schema 1 has', async () => {
  const database = new SqliteDatabase(':memory:', { readOnly: false });
  const db = new Kysely<Schema>({ dialect: new NodeSqliteDialect(database) });
  await MIGRATIONS[0]?.(db as never, 'sqlite');
  const made = database.run('select type, name, sql from sqlite_master order by type, name', []).rows;
  await db.destroy();
  const file = new DatabaseSync(':memory:');
  file.deserialize(SCHEMA_1);
  const kept = file.prepare('select type, name, sql from sqlite_master order by type, name').all();
  file.close();
  expect(made).toEqual(kept.filter(({ name }) => name !== 'schema_version').map((row) => ({ ...row })));
});

test('a newer schema is left untouched', async () => {
  const db = await openTestEngine('sqlite');
  await db.store.write((tx) => sql`update schema_version set version = 99`.execute(tx));
  await db.store.close();
  const path = databasePath(db.options.dataDir);
  const before = readFileSync(path);
  expect(await openStore(db.options)).toMatchObject({ ok: false, error: { code: 'newer-schema' } });
  expect(readFileSync(path)).toEqual(before);
  rmSync(db.options.dataDir, { recursive: true });
});
