import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-server.ts';
import { TestKiosk } from '../testing/test-kiosk.ts';
import { backUp } from './backup.ts';
import { databasePath } from './data-folder.ts';
import { SCHEMA_VERSION } from './migrate.ts';
import { openStore } from './open-store.ts';
import { restore } from './restore.ts';

const PORT = 20_520;
const WHEN = new Date(Date.UTC(2026, 2, 2));
let folder: string;
let dataDir: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haizhu-backup-'));
  dataDir = join(folder, 'data');
  file = join(folder, 'backup.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Always the same port: the kiosk finds the restored server where it was. */
const start = (): Promise<TestServer> => startTestServer({ ports: [PORT, PORT], dataDir });
const entriesOf = (server: TestServer, kiosk: string) =>
  server.app.context.store.read
    .selectFrom('ledger')
    .select(['seq', 'text', 'set_aside'])
    .where('origin', '=', kiosk)
    .orderBy('seq')
    .execute();

async function emptyDatabase(): Promise<void> {
  const opened = await openStore({ dataDir });
  if (!opened.ok) throw new Error(opened.error.message);
  await opened.value.close();
}

test('a server that is restored from an older backup is caught up by its kiosks, each entry once (S7)', async () => {
  const first = await start();
  const kiosk = await TestKiosk.enrol(first.url);
  const { kiosk: id } = kiosk.enrolment;
  await kiosk.join();
  for (let n = 1; n <= 20; n += 1) kiosk.journal.session(n, Date.now());
  expect(await kiosk.push()).toMatchObject({ ok: true, through: 20 });

  // With the server running and a kiosk that goes on sending.
  const pushing = (async () => {
    for (let n = 21; n <= 60; n += 1) kiosk.journal.session(n, Date.now());
    return kiosk.push(21);
  })();
  const backedUp = backUp(dataDir, file);
  expect(backedUp).toMatchObject({ ok: true, value: { file, ledgerId: expect.any(Number) } });
  expect(await pushing).toMatchObject({ ok: true, through: 60 });
  await kiosk.apply(61);
  expect(await kiosk.push(61)).toMatchObject({ ok: true, through: 61 });
  expect(restore(dataDir, file, WHEN)).toMatchObject({
    ok: false,
    error: expect.stringContaining('A server uses'),
  });
  kiosk.close();
  await first.stop();

  const restored = restore(dataDir, file, WHEN);
  expect(restored).toMatchObject({
    ok: true,
    value: { before: `${databasePath(dataDir)}.before-20260302T000000000Z` },
  });

  const second = await start();
  const welcome = await kiosk.join();
  const [told] = welcome['through'] as { epoch: number; through: number }[];
  expect(told?.through).toBeGreaterThanOrEqual(20);
  expect(told?.through).toBeLessThan(61);
  const { completenessOf } = await import('../report/completeness.ts');
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const owes = async () => {
    await second.app.context.store.read.selectFrom('kiosk').select('id').execute();
    const detail = await completenessOf(
      second.app.context.store.read,
      { from: today, to: today },
      Date.now(),
      id,
    );
    return detail.summary.lacking;
  };
  await expect.poll(owes, { timeout: 10_000 }).toBe(61 - (told?.through ?? 0));
  expect(await kiosk.push((told?.through ?? 0) + 1)).toMatchObject({
    ok: true,
    through: 61,
    setAside: [],
    conflicts: [],
  });
  const kept = await entriesOf(second, id);
  expect(kept.map(({ text }) => text)).toEqual(kiosk.journal.entries.map(({ text }) => text));
  const { store } = second.app.context;
  const count = async (table: 'session' | 'application') =>
    (await store.read.selectFrom(table).select('id').where('kiosk_id', '=', id).execute()).length;
  expect([await count('session'), await count('application')]).toEqual([60, 1]);
  expect(await owes()).toBe(0);
  kiosk.close();
  await second.stop();
});

test('a backup is never written over another file, and needs a database', async () => {
  expect(backUp(dataDir, file)).toMatchObject({ ok: false, error: expect.stringContaining('no database') });
  await emptyDatabase();
  writeFileSync(file, 'something');
  expect(backUp(dataDir, file)).toMatchObject({
    ok: false,
    error: expect.stringContaining('is there already'),
  });
  expect(readFileSync(file, 'utf8')).toBe('something');
});

test('what an interrupted backup left does not stand in the way, and is never under the name of a backup', async () => {
  await emptyDatabase();
  writeFileSync(`${file}.unfinished`, 'half');
  expect(backUp(dataDir, file)).toMatchObject({ ok: true, value: { ledgerId: 0 } });
  expect(existsSync(`${file}.unfinished`)).toBe(false);
});

test('files that are no backup, damaged, or of a newer program are refused, and nothing is changed', async () => {
  await emptyDatabase();
  const before = readFileSync(databasePath(dataDir));
  const damaged = join(folder, 'damaged.db');
  const spoilt = join(folder, 'spoilt.db');
  const newer = join(folder, 'newer.db');
  const other = join(folder, 'other.db');
  backUp(dataDir, damaged);
  truncateSync(damaged, 40_000);
  backUp(dataDir, spoilt);
  const bytes = readFileSync(spoilt);
  writeFileSync(spoilt, bytes.fill(0xa5, 8192, bytes.length));
  backUp(dataDir, newer);
  const database = new DatabaseSync(newer);
  database.exec(`update schema_version set version = ${SCHEMA_VERSION + 1}`);
  database.close();
  new DatabaseSync(other).exec('create table t (x)');
  writeFileSync(file, 'not a database at all, but long enough to look at');
  for (const [name, said] of [
    [join(folder, 'missing.db'), 'There is no file'],
    [file, 'not a backup'],
    [other, 'not a backup'],
    [newer, `has schema ${SCHEMA_VERSION + 1}, this program knows ${SCHEMA_VERSION}`],
    [damaged, 'is damaged'],
    [spoilt, 'is damaged'],
  ] as const) {
    expect(restore(dataDir, name, WHEN)).toMatchObject({ ok: false, error: expect.stringContaining(said) });
  }
  expect(readFileSync(databasePath(dataDir))).toEqual(before);
});

test('a backup is restored into an empty folder', async () => {
  await emptyDatabase();
  backUp(dataDir, file);
  rmSync(dataDir, { recursive: true });
  expect(restore(dataDir, file, WHEN)).toEqual({ ok: true, value: { ledgerId: 0, before: null } });
  await emptyDatabase();
});

test('the command says in JSON what it did, or in a line what to do', async () => {
  await emptyDatabase();
  const run = (env: Record<string, string>, ...words: string[]) => {
    const main = join(import.meta.dirname, '../backup-main.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
      env: { ...process.env, DATA_DIR: dataDir, ...env },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  const backedUp = run({}, 'backup', file);
  expect([backedUp.status, JSON.parse(backedUp.stdout)]).toMatchObject([
    0,
    { event: 'backup', file, ledgerId: 0 },
  ]);
  expect(JSON.parse(run({}, 'restore', file).stdout)).toMatchObject({ event: 'restore', ledgerId: 0 });
  expect(run({}, 'backup', file)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('is there already'),
  });
  expect(run({}, 'copy', file)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('backup FILE, or restore FILE'),
  });
  expect(run({ DATABASE_URL: 'postgres://x' }, 'backup', join(folder, 'n'))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('pg_dump'),
  });
});
