import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { insertEach, insertMany } from './insert-many.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

const ODD_TEXTS = [
  '',
  "'; drop table station; --",
  '"quoted" \\ back\\slash',
  'line\nbreak\ttab',
  '拱北口岸 🛂 e\u0301',
  '\u0001\u007f\uffff',
  'x'.repeat(200_000),
];

describe.each(ENGINES)('the store on %s', (engine) => {
  let db: TestEngine;
  let store: Store;
  beforeAll(async () => {
    db = await openTestEngine(engine);
    store = db.store;
  });
  afterAll(() => db.close());
  beforeEach(() =>
    store.write(async (tx) => {
      for (const table of ['station', 'audit', 'enrolment_code'] as const)
        await tx.deleteFrom(table).execute();
    }),
  );

  const addStation = (id: string) =>
    store.write((tx) => tx.insertInto('station').values({ id, name_zh: '站', name_en: 'S' }).execute());
  const stations = async () =>
    (await store.read.selectFrom('station').select('id').orderBy('id').execute()).map((s) => s.id);
  const audit = (detail: string, at = 0) => ({ at, who: 'w', action: 'a', target: 't', detail });

  test('what is written is read by others once it is committed, not before', async () => {
    await store.write(async (tx) => {
      await tx.insertInto('station').values({ id: 'A', name_zh: '站', name_en: 'S' }).execute();
      expect(await tx.selectFrom('station').select('id').execute()).toEqual([{ id: 'A' }]);
      expect(await stations()).toEqual([]);
    });
    expect(await stations()).toEqual(['A']);
  });

  test('work that fails leaves nothing, says why, and the next work succeeds', async () => {
    await expect(
      store.write(async (tx) => {
        await tx.insertInto('station').values({ id: 'A', name_zh: '站', name_en: 'S' }).execute();
        throw new Error('half-way');
      }),
    ).rejects.toThrow('half-way');
    await addStation('B');
    await expect(addStation('B')).rejects.toThrow(/unique/i);
    await addStation('C');
    expect(await stations()).toEqual(['B', 'C']);
  });

  test('many that change one row at once: none is lost', async () => {
    await store.write((tx) =>
      tx.updateTable('kiosk_epoch').set({ through: 0 }).where('kiosk_id', '=', 'server').execute(),
    );
    await Promise.all(
      Array.from({ length: 30 }, () =>
        store.write(async (tx) => {
          let query = tx.selectFrom('kiosk_epoch').select('through').where('kiosk_id', '=', 'server');
          if (engine === 'postgres') query = query.forUpdate();
          const { through } = await query.executeTakeFirstOrThrow();
          await tx
            .updateTable('kiosk_epoch')
            .set({ through: through + 1 })
            .where('kiosk_id', '=', 'server')
            .execute();
        }),
      ),
    );
    expect(await store.read.selectFrom('kiosk_epoch').select('through').execute()).toEqual([{ through: 30 }]);
  });

  test('every text that is no NUL and no half character comes back as it went in', async () => {
    await store.write((tx) =>
      insertMany(
        tx,
        engine,
        'audit',
        ODD_TEXTS.map((text) => audit(text)),
      ),
    );
    const rows = await store.read.selectFrom('audit').select('detail').orderBy('id').execute();
    expect(rows.map((r) => r.detail)).toEqual(ODD_TEXTS);
  });

  test('a text that is given as its UTF-8 is a text like any other', async () => {
    const half = ODD_TEXTS.length / 2;
    await store.write((tx) =>
      insertEach(tx, engine, 'audit', [...ODD_TEXTS.entries()], ['detail'], ([index, text]) => ({
        ...audit(''),
        detail: index < half ? new TextEncoder().encode(text) : text,
      })),
    );
    const rows = await store.read
      .selectFrom('audit')
      .select(['detail', sql<number>`length(detail)`.as('length')])
      .orderBy('id')
      .execute();
    // Of bytes the length would be another.
    expect(rows).toEqual(ODD_TEXTS.map((detail) => ({ detail, length: [...detail].length })));
    const [first = ''] = ODD_TEXTS.slice(1);
    const found = await store.read.selectFrom('audit').select('detail').where('detail', '=', first).execute();
    expect(found).toEqual([{ detail: first }]);
  });

  test('whole numbers, counts and sums are numbers', async () => {
    const times = [0, 1, Date.UTC(2026, 2, 2), Number.MAX_SAFE_INTEGER];
    await store.write((tx) =>
      insertMany(
        tx,
        engine,
        'audit',
        times.map((at) => audit('', at)),
      ),
    );
    const rows = await store.read.selectFrom('audit').select('at').orderBy('id').execute();
    expect(rows.map((r) => r.at)).toEqual(times);
    const sums = await store.read
      .selectFrom('audit')
      .select((eb) => [
        eb.fn.countAll<number>().as('count'),
        eb.fn.sum<number>('at').as('sum'),
        eb.fn.avg<number>('at').as('mean'),
      ])
      .where('at', '<', 10)
      .executeTakeFirstOrThrow();
    expect(sums).toEqual({ count: 2, sum: 1, mean: 0.5 });
  });

  test.each([0, 1, 2, 3, 500, 7777])('%d rows at once', async (count) => {
    const rows = Array.from({ length: count }, (_, i) => audit(`row ${i}`, i));
    await store.write((tx) => insertMany(tx, engine, 'audit', rows));
    const kept = await store.read.selectFrom('audit').selectAll().orderBy('id').execute();
    expect(kept.map(({ id: _, ...row }) => row)).toEqual(rows);
  });

  test('with a key, a row that is there is replaced, any other is added', async () => {
    const rows = (from: number, to: number, name_en: string) =>
      Array.from({ length: to - from }, (_, i) => ({ id: `S${from + i}`, name_zh: '站', name_en }));
    await store.write((tx) => insertMany(tx, engine, 'station', rows(0, 10, 'old')));
    await store.write((tx) => insertMany(tx, engine, 'station', rows(5, 15, 'new'), ['id']));
    const names = await store.read
      .selectFrom('station')
      .select(['name_en', (eb) => eb.fn.countAll<number>().as('count')])
      .groupBy('name_en')
      .orderBy('name_en')
      .execute();
    expect(names).toEqual([
      { name_en: 'new', count: 10 },
      { name_en: 'old', count: 5 },
    ]);
  });

  test('null stays null', async () => {
    await store.write((tx) =>
      tx
        .insertInto('enrolment_code')
        .values({
          code_digest: 'd',
          kiosk_id: 'K',
          expires_at: 1,
          used_at: null,
          used_thumbprint: null,
          epoch: null,
        })
        .execute(),
    );
    expect(await store.read.selectFrom('enrolment_code').selectAll().execute()).toMatchObject([
      { used_at: null, used_thumbprint: null, epoch: null },
    ]);
  });

  test('readers read on while somebody writes', async () => {
    await store.write(async (tx) => {
      await insertMany(
        tx,
        engine,
        'audit',
        Array.from({ length: 100 }, (_, i) => audit(`${i}`)),
      );
      const seen = await Promise.all(Array.from({ length: 20 }, () => stations()));
      expect(seen).toEqual(Array.from({ length: 20 }, () => []));
    });
  });

  test('an error of a reader is told to that reader only', async () => {
    const wrong = sql`select no_such_column from station`.execute(store.read);
    const right = stations();
    await expect(wrong).rejects.toThrow(/no_such_column/);
    expect(await right).toEqual([]);
  });

  test('opened again, everything is there; a newer schema is left alone and named', async () => {
    const other = await openTestEngine(engine);
    await other.store.write((tx) =>
      tx.insertInto('station').values({ id: 'A', name_zh: '站', name_en: 'S' }).execute(),
    );
    await other.store.close();
    const again = await openStore(other.options);
    if (!again.ok) throw new Error(again.error.message);
    expect(await again.value.read.selectFrom('station').select('id').execute()).toEqual([{ id: 'A' }]);
    await again.value.write((tx) => sql`update schema_version set version = 999`.execute(tx));
    await again.value.close();
    const refused = await openStore(other.options);
    expect(refused).toMatchObject({ ok: false, error: { code: 'newer-schema' } });
    expect(refused.ok ? '' : refused.error.message).toContain('999');
    await other.close();
  });
});
