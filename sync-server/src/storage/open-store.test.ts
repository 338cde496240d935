import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTestEngine } from '../testing/test-engine.ts';
import { insertMany } from './insert-many.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

async function opened(options: Parameters<typeof openStore>[0]): Promise<Store> {
  const store = await openStore(options);
  if (!store.ok) throw new Error(store.error.message);
  return store.value;
}

describe('SQLite', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'haizhu-open-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  test('syncs every commit to disk', async () => {
    const store = await opened({ dataDir });
    const pragma = (name: string) =>
      store.write(
        async (tx) => (await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(tx)).rows,
      );
    expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
    expect(await pragma('page_size')).toEqual([{ page_size: 16384 }]);
    await store.close();
  });

  test('a reader cannot write', async () => {
    const store = await opened({ dataDir });
    await expect(
      store.read.insertInto('station').values({ id: 'A', name_zh: '', name_en: '' }).execute(),
    ).rejects.toThrow(/readonly/);
    await store.close();
  });

  test('one folder, one server', async () => {
    const store = await opened({ dataDir });
    expect(await openStore({ dataDir })).toMatchObject({ ok: false, error: { code: 'in-use' } });
    await store.close();
    await (await opened({ dataDir })).close();
  });

  test('makes the folder; one that cannot be made is named', async () => {
    const deep = join(dataDir, 'a', 'b');
    await (await opened({ dataDir: deep })).close();
    expect((await stat(join(deep, 'haizhu-kiosk.db'))).isFile()).toBe(true);
    await writeFile(join(dataDir, 'file'), '');
    const below = join(dataDir, 'file', 'x');
    const refused = await openStore({ dataDir: below });
    expect(refused).toMatchObject({ ok: false, error: { code: 'cannot-write' } });
    expect(refused.ok ? '' : refused.error.message).toContain(below);
  });

  test('a file that is no database is named and left as it is', async () => {
    const path = join(dataDir, 'haizhu-kiosk.db');
    await writeFile(path, 'something else that was here before'.repeat(100));
    const { size } = await stat(path);
    expect(await openStore({ dataDir })).toMatchObject({ ok: false, error: { code: 'cannot-write' } });
    expect((await stat(path)).size).toBe(size);
    // The folder is free again.
    await rm(path);
    await (await opened({ dataDir })).close();
  });

  test('a full disk: the transaction fails and says so, nothing of it is there, and work goes on when there is room', async () => {
    const store = await opened({ dataDir });
    const rows = (n: number) =>
      Array.from({ length: n }, () => ({
        at: 0,
        who: 'w',
        action: 'a',
        target: 't',
        detail: 'x'.repeat(1000),
      }));
    await store.write(async (tx) => {
      await insertMany(tx, 'sqlite', 'audit', rows(10));
    });
    const limit = (pages: number) =>
      store.write((tx) => sql`pragma max_page_count = ${sql.lit(pages)}`.execute(tx));
    const { page_count: used } = await store.write(async (tx) => {
      const { rows: counted } = await sql<{ page_count: number }>`pragma page_count`.execute(tx);
      return counted[0] ?? { page_count: 0 };
    });
    await limit(used + 20);
    for (let k = 0; k < 3; k += 1) {
      await expect(store.write((tx) => insertMany(tx, 'sqlite', 'audit', rows(500)))).rejects.toThrow(/full/);
    }
    const count = async () =>
      (
        await store.read
          .selectFrom('audit')
          .select((eb) => eb.fn.countAll<number>().as('n'))
          .execute()
      )[0]?.n;
    expect(await count()).toBe(10);
    await limit(1_000_000);
    await store.write((tx) => insertMany(tx, 'sqlite', 'audit', rows(500)));
    expect(await count()).toBe(510);
    await store.close();
  });
});

describe('PostgreSQL', () => {
  test('one that cannot be reached is named without its password', async () => {
    const refused = await openStore({
      dataDir: tmpdir(),
      databaseUrl: 'postgres://someone:secret-word@127.0.0.1:1/none',
    });
    expect(refused).toMatchObject({ ok: false, error: { code: 'away' } });
    expect(refused.ok ? '' : refused.error.message).not.toContain('secret-word');
  });

  test('an acknowledged commit is on disk even when the database is set not to wait', async () => {
    const db = await openTestEngine('postgres');
    const { databaseUrl = '' } = db.options;
    const setting = async (store: Store) =>
      (await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(store.read)).rows[0]
        ?.synchronous_commit;
    const name = new URL(databaseUrl).pathname.slice(1);
    const change = async (value: string) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(`alter database ${name} set synchronous_commit to ${value}`);
      await client.end();
    };
    await change('off');
    const store = await opened(db.options);
    expect(await setting(store)).toBe('on');
    await store.close();
    await change('remote_write');
    const stronger = await opened(db.options);
    expect(await setting(stronger)).toBe('remote_write');
    await stronger.close();
    await db.close();
  });

  test('several servers that start at once on an empty database', async () => {
    const db = await openTestEngine('postgres');
    await db.store.write(async (tx) => {
      await sql`drop schema public cascade`.execute(tx);
      await sql`create schema public`.execute(tx);
    });
    const stores = await Promise.all(Array.from({ length: 5 }, () => opened(db.options)));
    for (const store of stores) {
      expect(await store.read.selectFrom('kiosk_epoch').select('kiosk_id').execute()).toEqual([
        { kiosk_id: 'server' },
      ]);
      await store.close();
    }
    await db.close();
  });

  test('an account that may not make tables is told so', async () => {
    const db = await openTestEngine('postgres');
    const url = new URL(db.options.databaseUrl ?? '');
    await db.store.write(async (tx) => {
      await sql`drop schema public cascade`.execute(tx);
      await sql`create schema public`.execute(tx);
      await sql`drop role if exists kiosk_reader`.execute(tx);
      await sql`create role kiosk_reader login password 'r'`.execute(tx);
    });
    url.username = 'kiosk_reader';
    url.password = 'r';
    expect(await openStore({ dataDir: tmpdir(), databaseUrl: url.href })).toMatchObject({
      ok: false,
      error: { code: 'cannot-write' },
    });
    await db.close();
  });
});
