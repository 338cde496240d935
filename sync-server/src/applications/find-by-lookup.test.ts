import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { Ledger } from '../ledger/ledger.ts';
import { addKiosks, START, TestJournal, uuid } from '../ledger/testing.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { findByLookup } from './find-by-lookup.ts';

const DAY_MS = 86_400_000;

describe.each(ENGINES)('an application by its check code on %s', (engine) => {
  let db: TestEngine;
  beforeAll(async () => {
    db = await openTestEngine(engine);
  });
  afterAll(() => db.close());

  const idOf = async (lookup: string) => (await findByLookup(db.store.read, lookup))?.id ?? null;

  test('is found whatever its day, and nothing else is', async () => {
    expect(await idOf('a'.repeat(64))).toBeNull();
    await addKiosks(db.store, 'K1');
    const clock = { now: () => START + 400 * DAY_MS };
    const ledger = new Ledger({ store: db.store, events: new DomainEvents(), clock, reactions: [] });
    const journal = new TestJournal('K1');
    for (let n = 1; n <= 300; n += 1) journal.application(n, START + Math.floor(n / 3) * DAY_MS);
    await ledger.ingest([journal.batch(1)]);
    for (const n of [1, 2, 150, 299, 300]) {
      const { body } = JSON.parse(journal.entries[n - 1]?.text ?? '') as { body: { lookup: string } };
      expect(await idOf(body.lookup)).toBe(uuid(n));
    }
    expect(await idOf('a'.repeat(64))).toBeNull();
  });

  if (engine === 'sqlite')
    test('is looked for by the index', async () => {
      const { rows } = await sql<{ detail: string }>`
        explain query plan select id from application where submitted_day = '2026-03-02'
          and substr(lookup, 1, 12) = 'x'`.execute(db.store.read);
      expect(rows.map((r) => r.detail)).toEqual([
        'SEARCH application USING INDEX application_submitted (submitted_day=? AND <expr>=?)',
      ]);
    });
});
