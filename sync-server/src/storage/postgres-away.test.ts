import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseProxy } from '../testing/database-proxy.ts';
import { openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { isDatabaseAway } from './database-away.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

let db: TestEngine;
let proxy: DatabaseProxy;
let store: Store;
const uncaught: unknown[] = [];
const catchIt = (error: unknown) => void uncaught.push(error);

beforeEach(async () => {
  uncaught.length = 0;
  process.on('uncaughtException', catchIt);
  process.on('unhandledRejection', catchIt);
  db = await openTestEngine('postgres');
  proxy = new DatabaseProxy(db.options.databaseUrl ?? '');
  await proxy.open();
  const opened = await openStore({ ...db.options, databaseUrl: proxy.url });
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
});
afterEach(async () => {
  await proxy.open();
  await store.close();
  await proxy.close();
  await db.close();
  process.off('uncaughtException', catchIt);
  process.off('unhandledRejection', catchIt);
});

const add = (id: string) =>
  store.write((tx) => tx.insertInto('station').values({ id, name_zh: id, name_en: id }).execute());
const stations = async () =>
  (await db.store.read.selectFrom('station').select('id').orderBy('id').execute()).map(({ id }) => id);

/** What an administrator, or the end of the database, does to every session but the one that asks. */
async function terminateAll(): Promise<void> {
  const client = new pg.Client({ connectionString: db.options.databaseUrl ?? '' });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}

const BREAKS = {
  'the line breaks': async () => proxy.cut(),
  'the database ends the session': terminateAll,
  'nobody listens any more': () => proxy.close(),
} as const;

describe.each(Object.entries(BREAKS))('%s', (_, breaks) => {
  test('while no connection is used: the next work is done, or says that the database is away', async () => {
    await add('A');
    await breaks();
    const again = await add('B').catch((error: unknown) => error);
    if (again instanceof Error) expect(isDatabaseAway(again)).toBe(true);
    await proxy.open();
    await add('C');
    expect(await stations()).toContain('C');
    expect(uncaught).toEqual([]);
  });

  test('between two statements of a transaction: nothing of it is there, it says why, and work goes on', async () => {
    const broken = store.write(async (tx) => {
      await tx.insertInto('station').values({ id: 'A', name_zh: '', name_en: '' }).execute();
      await breaks();
      // A turn in which the broken connection is noticed by nobody's query.
      await new Promise((resolve) => setImmediate(resolve));
      await tx.insertInto('station').values({ id: 'B', name_zh: '', name_en: '' }).execute();
    });
    const why = await broken.then(
      () => null,
      (error: unknown) => error,
    );
    expect(isDatabaseAway(why)).toBe(true);
    await proxy.open();
    await add('C');
    expect(await stations()).toEqual(['C']);
    expect(uncaught).toEqual([]);
  });

  test('during a statement', async () => {
    const slow = store.write(async (tx) => {
      const answer = tx.selectFrom('station').select((eb) => eb.fn('pg_sleep', [eb.lit(30)]).as('s'));
      await tx.insertInto('station').values({ id: 'A', name_zh: '', name_en: '' }).execute();
      const [result] = await Promise.allSettled([answer.execute(), breaks()]);
      if (result.status === 'rejected') throw result.reason;
    });
    expect(isDatabaseAway(await slow.catch((error: unknown) => error))).toBe(true);
    await proxy.open();
    await add('C');
    expect(await stations()).toEqual(['C']);
    expect(uncaught).toEqual([]);
  });
});

test('one that is away at the start is told as such; a wrong password is not', async () => {
  await proxy.close();
  expect(await openStore({ ...db.options, databaseUrl: proxy.url })).toMatchObject({
    ok: false,
    error: { code: 'away' },
  });
  const wrong = new URL(db.options.databaseUrl ?? '');
  wrong.password = 'wrong';
  expect(await openStore({ ...db.options, databaseUrl: wrong.href })).toMatchObject({
    ok: false,
    error: { code: 'cannot-connect' },
  });
});
