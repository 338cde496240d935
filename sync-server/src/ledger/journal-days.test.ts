import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { Ledger } from './ledger.ts';
import { rebuildProjections } from './rebuild.ts';
import { addKiosks, START, TestJournal } from './testing.ts';

const DAY = 86_400_000;

describe.each(ENGINES)('counts of days on %s', (engine) => {
  let db: TestEngine;
  let ledger: Ledger;
  let kiosk: string;
  let number = 0;
  const now = START + 3 * DAY;

  beforeAll(async () => {
    db = await openTestEngine(engine);
    ledger = new Ledger({
      store: db.store,
      events: new DomainEvents(),
      clock: { now: () => now },
      reactions: [],
    });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    number += 1;
    kiosk = `K${number}`;
    await addKiosks(db.store, kiosk);
  });

  const n = (k: number) => number * 1000 + k;
  const all = () =>
    db.store.read.selectFrom('journal_day').selectAll().orderBy('kiosk_id').orderBy('day').execute();
  const days = async () =>
    (await all())
      .filter((row) => row.kiosk_id === kiosk)
      .map((row) => [row.day, row.entries, row.applications, row.told_entries, row.told_applications]);

  function threeDays(): TestJournal {
    const journal = new TestJournal(kiosk);
    journal.session(n(1));
    journal.application(n(1));
    journal.addText('{"poison":');
    journal.session(n(2), START + DAY);
    journal.add('journal.counted', { day: '2026-03-02', entries: 3, applications: 1 }, { at: START + DAY });
    journal.application(n(2), START + DAY);
    journal.session(n(3), START - 400 * DAY);
    return journal;
  }

  test('each entry is counted once on the day that the kiosk wrote, set aside or not believed, however often it comes', async () => {
    const journal = threeDays();
    await ledger.ingest([journal.batch(1, 4)]);
    await ledger.ingest([journal.batch(1), journal.batch(3)]);
    expect(await days()).toEqual([
      ['2025-01-26', 1, 0, null, null],
      ['2026-03-02', 2, 1, 3, 1],
      ['2026-03-03', 3, 1, null, null],
      // What could not be read is of the day on which it came.
      ['2026-03-05', 1, 0, null, null],
    ]);
  });

  test('a later count takes the place of an earlier one, and a day without entries shows what the kiosk says', async () => {
    const journal = threeDays();
    journal.add(
      'journal.counted',
      { day: '2026-03-02', entries: 2, applications: 1 },
      { at: START + 2 * DAY },
    );
    journal.add(
      'journal.counted',
      { day: '2026-02-01', entries: 9, applications: 4 },
      { at: START + 2 * DAY },
    );
    await ledger.ingest([journal.batch(1)]);
    expect(await days()).toEqual(
      expect.arrayContaining([
        ['2026-03-02', 2, 1, 2, 1],
        ['2026-02-01', 0, 0, 9, 4],
      ]),
    );
  });

  test('made anew from the ledger they are the same', async () => {
    await ledger.ingest([threeDays().batch(1)]);
    const before = await all();
    expect(before.length).toBeGreaterThan(3);
    await rebuildProjections(db.store);
    expect(await all()).toEqual(before);
  });
});
