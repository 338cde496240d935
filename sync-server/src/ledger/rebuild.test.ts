import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeKiosk } from '../devices/kiosks.ts';
import { DomainEvents } from '../domain-events.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { Ledger } from './ledger.ts';
import { rebuildProjections } from './rebuild.ts';
import type { ServerFact } from './server-entries.ts';
import { addKiosks, START, TestJournal, uuid } from './testing.ts';

const STEPS = [
  'session',
  'ended',
  'rating',
  'application',
  'accepted',
  'not-accepted',
  'approved',
  'begun',
  'abandoned',
  'settled',
  'declined',
  'refunded',
  'writing',
  'written',
  'failed',
  'fault',
  'cleared',
  'poison',
  'moved',
] as const;
type Step = (typeof STEPS)[number];

describe.each(ENGINES)('made anew from the ledger on %s', (engine) => {
  let db: TestEngine;
  let ledger: Ledger;
  let events: DomainEvents;
  let now = START;
  beforeAll(async () => {
    db = await openTestEngine(engine);
    events = new DomainEvents();
    ledger = new Ledger({ store: db.store, events, clock: { now: () => now }, reactions: [] });
    await db.store.write((tx) =>
      tx
        .insertInto('station')
        .values([
          { id: 'S1', name_zh: '甲', name_en: 'First' },
          { id: 'S2', name_zh: '乙', name_en: 'Second' },
        ])
        .execute(),
    );
  });
  afterAll(() => db.close());

  const all = async () => ({
    application: await db.store.read.selectFrom('application').selectAll().orderBy('id').execute(),
    session: await db.store.read.selectFrom('session').selectAll().orderBy('id').execute(),
    fault: await db.store.read.selectFrom('fault_occurrence').selectAll().orderBy('id').execute(),
    days: await db.store.read
      .selectFrom('journal_day')
      .selectAll()
      .orderBy('kiosk_id')
      .orderBy('epoch')
      .orderBy('day')
      .execute(),
  });

  let run = 0;
  /** Plays a history of one kiosk: what it journals, what the server says, where it stands. */
  async function play(steps: readonly (readonly [Step, number])[]): Promise<void> {
    run += 1;
    const kiosk = `K${run}`;
    await addKiosks(db.store, kiosk);
    const journal = new TestJournal(kiosk);
    const id = (n: number) => uuid(run * 1000 + (n % 2)) as never;
    const order = (n: number) => `P${run}-${n % 3}` as never;
    let pushed = 0;
    const push = async () => {
      if (journal.head > pushed) await ledger.ingest([journal.batch(pushed + 1)]);
      pushed = journal.head;
    };
    const exists = async (n: number) =>
      (await db.store.read.selectFrom('application').select('id').where('id', '=', id(n)).execute()).length >
      0;
    const say = async (n: number, fact: ServerFact) => {
      await push();
      if (await exists(n)) await ledger.record((_, record) => record(fact));
    };
    for (const [step, n] of steps) {
      now += 3_600_000;
      const at = now;
      const application = id(n);
      switch (step) {
        case 'session':
          journal.session(run * 1000 + (n % 2), at);
          break;
        case 'ended':
          journal.add(
            'session.ended',
            { session: id(n), outcome: 'completed', durationMs: n, lastStep: 'rate' },
            { at },
          );
          break;
        case 'rating':
          journal.add('rating.given', { session: id(n), score: (n % 5) + 1 }, { at });
          break;
        case 'application':
          journal.application(run * 1000 + (n % 2), n % 7 === 0 ? at - 400 * 86_400_000 : at);
          break;
        case 'accepted':
          await say(n, { kind: 'application.accepted', body: { application, reference: `R${n}` }, at });
          break;
        case 'not-accepted':
          await say(n, { kind: 'application.not-accepted', body: { application, reason: 'under-age' }, at });
          break;
        case 'approved':
          await say(n, {
            kind: 'application.decided',
            body: { application, outcome: 'approved', reason: null, grants: [] },
            at,
          });
          break;
        case 'begun':
          journal.add('payment.begun', { application, order: order(n), amountFen: 1500 }, { at });
          break;
        case 'abandoned':
          journal.add('payment.abandoned', { application, order: order(n), reason: 'canceled' }, { at });
          break;
        case 'settled':
          await say(n, {
            kind: 'payment.settled',
            body: { application, order: order(n), amountFen: 1500 },
            at,
          });
          break;
        case 'declined':
          await say(n, { kind: 'payment.declined', body: { application, order: order(n) }, at });
          break;
        case 'refunded':
          await say(n, {
            kind: 'payment.refunded',
            body: { application, order: order(n), amountFen: 1500, reason: 'late-payment' },
            at,
          });
          break;
        case 'writing':
          journal.add('card.writing', { application }, { at });
          break;
        case 'written':
          journal.add('card.written', { application, attempts: 1 }, { at });
          break;
        case 'failed':
          journal.add('card.failed', { application, fault: null, reason: 'interrupted' }, { at });
          break;
        case 'fault':
          journal.add(
            'fault.begun',
            { occurrence: id(n), fault: 'card-reader-jam', device: 'card-reader', at: at - 500 },
            { at },
          );
          break;
        case 'cleared':
          journal.add('fault.cleared', { occurrence: id(n), at }, { at });
          break;
        case 'poison':
          journal.addText(`{"at":${at},"kind":"session.started","poison":${n}}`);
          break;
        case 'moved': {
          await push();
          const stationId = n % 2 === 0 ? 'S1' : 'S2';
          await changeKiosk(
            { store: db.store, events, ledger },
            kiosk,
            { stationId, model: 'M1', installedOn: '2020-01-01' },
            { who: 'test', at },
          );
          break;
        }
      }
      if (n % 3 === 0) await push();
    }
    await push();
  }

  test('whatever happened, the rows are the same (S5)', async () => {
    await play([
      ['session', 0],
      ['application', 0],
      ['accepted', 0],
      ['approved', 0],
      ['begun', 0],
      ['settled', 0],
      ['written', 0],
      ['rating', 0],
      ['ended', 0],
      ['moved', 3],
      ['session', 1],
      ['fault', 1],
      ['poison', 3],
      ['cleared', 1],
    ]);
    const begin = (['session', 'application', 'fault'] as const).flatMap((step) =>
      [1, 2].map((n) => [step, n] as const),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...STEPS), fc.nat(11)), { minLength: 5, maxLength: 60 }),
        (steps) => play([...begin, ...steps]),
      ),
      { numRuns: engine === 'sqlite' ? 40 : 15 },
    );
    const before = await all();
    // The histories were not empty, and things did happen in them.
    expect(before.application.filter((a) => a.payment === 'settled').length).toBeGreaterThan(0);
    expect(before.application.filter((a) => a.production === 'written').length).toBeGreaterThan(0);
    expect(new Set(before.session.map((s) => s.station_id)).size).toBe(2);
    expect(before.fault.filter((f) => f.cleared_at !== null).length).toBeGreaterThan(0);
    await rebuildProjections(db.store);
    expect(await all()).toEqual(before);
  });

  test('what a kiosk sent stays with the station where it stood then', async () => {
    await play([
      ['session', 0],
      ['moved', 3],
      ['session', 1],
      ['moved', 6],
    ]);
    const stations = async () =>
      (
        await db.store.read
          .selectFrom('session')
          .select('station_id')
          .where('kiosk_id', '=', `K${run}`)
          .orderBy('started_at')
          .execute()
      ).map((s) => s.station_id);
    expect(await stations()).toEqual(['S1', 'S2']);
    await rebuildProjections(db.store);
    expect(await stations()).toEqual(['S1', 'S2']);
  });
});
