import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { Ledger } from '../ledger/ledger.ts';
import { dismissEntry } from '../ledger/quarantine.ts';
import { rebuildProjections } from '../ledger/rebuild.ts';
import type { ServerFact } from '../ledger/server-entries.ts';
import { addKiosks, START, TestJournal, uuid } from '../ledger/testing.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { createSealedRetention, deleteOverdue, type SealedRetentionDeps } from './retention.ts';

const DAY = 86_400_000;

describe.each(ENGINES)('retention of sealed payloads on %s', (engine) => {
  let db: TestEngine;
  let ledger: Ledger;
  let deps: SealedRetentionDeps;
  let now: number;
  let kiosk: string;
  let number = 0;

  beforeAll(async () => {
    db = await openTestEngine(engine);
    const clock = { now: () => now };
    ledger = new Ledger({ store: db.store, events: new DomainEvents(), clock, reactions: [] });
    deps = {
      store: db.store,
      ledger,
      clock,
      days: 365,
      log: (_, error) => {
        throw error;
      },
    };
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    number += 1;
    kiosk = `K${number}`;
    now = START + 60_000;
    await addKiosks(db.store, kiosk);
    await db.store.write((tx) => tx.deleteFrom('sealed_payload').execute());
  });

  const id = (n: number) => uuid(number * 10_000 + n) as never;
  const held = async () => {
    const rows = await db.store.read
      .selectFrom('sealed_payload')
      .select('seq')
      .where('origin', '=', kiosk)
      .orderBy('seq')
      .execute();
    return rows.map(({ seq }) => seq);
  };
  const say = (...facts: ServerFact[]) => ledger.record((_, record) => record(...facts));
  const said = async () => {
    const rows = await db.store.read
      .selectFrom('ledger')
      .select('text')
      .where('kind', '=', 'sealed.deleted')
      .orderBy('id')
      .execute();
    return rows.map(({ text }) => JSON.parse(text).body);
  };
  async function push(count: number): Promise<TestJournal> {
    const journal = new TestJournal(kiosk);
    for (let n = 1; n <= count; n += 1) journal.application(number * 10_000 + n);
    await ledger.ingest([journal.batch(1)]);
    return journal;
  }
  const decided = (n: number, at: number): ServerFact => ({
    kind: 'application.decided',
    body: { application: id(n), outcome: 'refused', reason: 'legal-bar', grants: [] },
    at,
  });

  test('what was concluded long enough ago goes, the rest stays; the ledger and the audit say so', async () => {
    await push(4);
    const digests = await db.store.read
      .selectFrom('sealed_payload')
      .select(['seq', 'digest'])
      .orderBy('seq')
      .execute();
    await say(
      decided(1, now),
      { kind: 'application.not-accepted', body: { application: id(2), reason: 'minor' }, at: now + 1000 },
      decided(3, now + 5000),
    );
    const concluded = now;
    now = concluded + 365 * DAY;
    expect(await deleteOverdue(deps)).toBe(0);
    now += 2000;
    expect(await deleteOverdue(deps)).toBe(2);
    expect(await held()).toEqual([3, 4]);
    expect((await said()).at(-1)).toEqual({
      before: concluded + 2000,
      count: 2,
      digests: digests.filter(({ seq }) => seq <= 2).map(({ digest }) => digest),
    });
    const audited = await db.store.read
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'sealed.deleted')
      .execute();
    expect(audited.at(-1)).toMatchObject({ who: 'server', target: '2', at: now });
    const before = (await said()).length;
    expect(await deleteOverdue(deps)).toBe(0);
    expect(await said()).toHaveLength(before);
    // An undecided application is held for ever.
    now += 9000 * DAY;
    await deleteOverdue(deps);
    expect(await held()).toEqual([4]);
  });

  test('applications, figures and the chain of the kiosk are untouched', async () => {
    const journal = await push(2);
    await say(decided(1, now), decided(2, now));
    const applications = () =>
      db.store.read
        .selectFrom('application')
        .selectAll()
        .where('kiosk_id', '=', kiosk)
        .orderBy('id')
        .execute();
    const before = await applications();
    now += 366 * DAY;
    await deleteOverdue(deps);
    expect(await held()).toEqual([]);
    expect(await ledger.ingest([journal.batch(1)])).toMatchObject([{ ok: true, through: 2, conflicts: [] }]);
    expect(await held()).toEqual([]);
    await rebuildProjections(db.store);
    expect(await applications()).toEqual(before);
  });

  test('what waits in quarantine is held, what was dismissed goes when its time is over', async () => {
    const journal = new TestJournal(kiosk);
    journal.addText('{"poison":1', 'sealed-a');
    journal.addText('{"poison":2', 'sealed-b');
    await ledger.ingest([journal.batch(1)]);
    await dismissEntry({ ledger }, { origin: kiosk, epoch: 1, seq: 1 }, 'n', { who: 'admin', at: now });
    now += 365 * DAY;
    expect(await deleteOverdue(deps)).toBe(0);
    now += 1;
    expect(await deleteOverdue(deps)).toBe(1);
    expect(await held()).toEqual([2]);
  });

  test('the daily work deletes all that is due, in parts that an entry can name', async () => {
    await push(1100);
    await say(...Array.from({ length: 1100 }, (_, n) => decided(n + 1, now)));
    now += 366 * DAY;
    const before = (await said()).length;
    const worker = createSealedRetention(deps);
    worker.start();
    await worker.idle();
    await worker.stop();
    expect(await held()).toEqual([]);
    expect((await said()).slice(before).map(({ count }) => count)).toEqual([500, 500, 100]);
  });
});
