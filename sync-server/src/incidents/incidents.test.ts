import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainEvents } from '../domain-events.ts';
import { START } from '../ledger/testing.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { type Incident, Incidents } from './incidents.ts';

const HOUR = 3_600_000;
const incident = (rest: Partial<Incident> = {}): Incident => ({
  name: 'malformed-frame',
  kioskId: 'K1',
  address: '10.0.0.1',
  detail: 'push from',
  ...rest,
});

describe.each(ENGINES)('incidents on %s', (engine) => {
  let db: TestEngine;
  let incidents: Incidents;
  let changes = 0;
  let now = START;
  beforeAll(async () => {
    db = await openTestEngine(engine);
    const events = new DomainEvents();
    events.on('changed', (topics) => {
      if (topics.has('incidents')) changes += 1;
    });
    incidents = new Incidents(db.store, events, { now: () => now });
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    await db.store.write((tx) => tx.deleteFrom('incident').execute());
    now = START;
    changes = 0;
  });
  const rows = () => db.store.read.selectFrom('incident').selectAll().orderBy('id').execute();

  test('the same within an hour is one row that counts, with the latest detail', async () => {
    for (let k = 0; k < 5; k += 1) incidents.record(incident());
    await incidents.flush();
    now += HOUR - 1;
    incidents.record(incident({ detail: 'later' }));
    await incidents.flush();
    expect(await rows()).toMatchObject([
      { count: 6, detail: 'later', first_at: START, last_at: START + HOUR - 1 },
    ]);
    now += 1;
    incidents.record(incident());
    await incidents.flush();
    expect(await rows()).toMatchObject([{ count: 6 }, { count: 1, first_at: START + HOUR }]);
  });

  test('another name, kiosk or address is another row, and whoever watches is told once', async () => {
    incidents.record(incident());
    incidents.record(incident({ name: 'wrong-signature' }));
    incidents.record(incident({ kioskId: 'K2' }));
    incidents.record(incident({ address: '10.0.0.2' }));
    await incidents.flush();
    expect(await rows()).toHaveLength(4);
    expect(changes).toBe(1);
  });

  test('a flood under ever new names fills no disk, and none of it is uncounted', async () => {
    for (let k = 0; k < 10_000; k += 1) incidents.record(incident({ kioskId: `K-${k}` }));
    await incidents.flush();
    const kept = await rows();
    expect(kept.length).toBeLessThanOrEqual(201);
    expect(kept.reduce((sum, row) => sum + row.count, 0)).toBe(10_000);
  });

  test('what others write into it does no harm', async () => {
    incidents.record(incident({ kioskId: `a\0b\ud800${'x'.repeat(500)}`, detail: '\udfff\0'.repeat(400) }));
    await incidents.flush();
    const [row] = await rows();
    expect(row?.kiosk_id.length).toBeLessThanOrEqual(60);
    expect(row?.detail.length).toBeLessThanOrEqual(300);
    expect(row?.kiosk_id.startsWith('ab\ufffdx')).toBe(true);
  });

  test('only the latest rows are kept', async () => {
    await db.store.write(async (tx) => {
      const many = Array.from({ length: 2500 }, (_, k) => ({
        name: 'old',
        kiosk_id: `K${k}`,
        address: '',
        detail: '',
        first_at: k,
        last_at: k,
        count: 1,
      }));
      for (let k = 0; k < 5; k += 1) await tx.insertInto('incident').values(many).execute();
    });
    incidents.record(incident());
    await incidents.flush();
    const kept = await rows();
    expect(kept).toHaveLength(10_000);
    expect(kept.at(-1)).toMatchObject({ name: 'malformed-frame' });
  });
});
