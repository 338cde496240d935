import { METRIC_NAMES, METRICS } from '@haizhu/shared/metrics/dictionary';
import { addDays } from '@haizhu/shared/time/beijing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../storage/store.ts';
import { ENGINES, openTestEngine, type TestEngine } from '../testing/test-engine.ts';
import { COUNT_NAMES, type CountName, type Counts, type Figures, NO_COUNTS } from './figures.ts';
import { APPLICATION_METRICS, listApplications, listFaults, listSessions } from './lists.ts';
import { GROUPINGS, type Grouping } from './period.ts';
import { makeReport } from './report.ts';
import { type Seed, type SeedApplication, STATION_OF, seedFleet, seedRows } from './testing/seed.ts';

const FIRST = '2026-01-28';
const PERIOD = { from: '2026-01-29', to: '2026-02-03' };
const NOW = Date.UTC(2026, 1, 5);

const day = fc.nat(8).map((n) => addDays(FIRST, n));
const kiosk = fc.constantFrom('K1', 'K2', 'K3');
const application: fc.Arbitrary<SeedApplication> = fc
  .record({
    kiosk,
    day,
    item: fc.constantFrom('hk-macao-endorsement', 'former-item'),
    channel: fc.constantFrom('kiosk', 'kiosk', 'counter'),
    state: fc.constantFrom('undetermined', 'not-accepted', 'accepted', 'approved', 'refused'),
    later: fc.nat(4),
  })
  .map(({ state, later, ...rest }) => {
    const decided = state === 'approved' || state === 'refused';
    return {
      ...rest,
      acceptance: decided ? 'accepted' : state,
      decision: decided ? state : 'none',
      decidedDay: decided ? addDays(rest.day, later) : null,
    };
  });
const seed: fc.Arbitrary<Seed> = fc.record({
  applications: fc.array(application, { maxLength: 25 }),
  sessions: fc.array(fc.record({ kiosk, day }), { maxLength: 15 }),
  faults: fc.array(
    fc.record({ kiosk, day, faultClass: fc.constantFrom('hard', 'soft', 'consumable', 'user', 'network') }),
    { maxLength: 12 },
  ),
});

const within = (one: string | null | undefined) => one != null && one >= PERIOD.from && one <= PERIOD.to;

/** The definitions of the dictionary once more, over plain rows. */
function expected({ applications = [], sessions = [], faults = [] }: Seed): Counts {
  const submitted = applications.filter((row) => within(row.day));
  const decided = applications.filter((row) => row.decision !== 'none' && within(row.decidedDay));
  const accepted = submitted.filter((row) => row.acceptance === 'accepted');
  return {
    applications: submitted.length,
    accepted: accepted.length,
    notAccepted: submitted.filter((row) => row.acceptance === 'not-accepted').length,
    undetermined: submitted.filter((row) => row.acceptance === 'undetermined').length,
    selfService: accepted.filter((row) => row.channel === 'kiosk').length,
    pending: submitted.filter((row) => row.acceptance !== 'not-accepted' && row.decision === 'none').length,
    concluded: decided.length,
    approved: decided.filter((row) => row.decision === 'approved').length,
    refused: decided.filter((row) => row.decision === 'refused').length,
    sessions: sessions.filter((row) => within(row.day)).length,
    deviceFaults: faults.filter((row) => within(row.day) && ['hard', 'soft'].includes(row.faultClass)).length,
  };
}

const countsOf = (figures: Figures): Counts =>
  Object.fromEntries(COUNT_NAMES.map((name) => [name, figures[name].value])) as Counts;

describe.each(ENGINES)('%s', (engine) => {
  let opened: TestEngine;
  let store: Store;
  beforeAll(async () => {
    opened = await openTestEngine(engine);
    store = opened.store;
    await seedFleet(store);
  });
  afterAll(() => opened.close());
  beforeEach(() => seedRows(store, {}));

  test('every figure is what its definition says, whatever was sent', async () => {
    await fc.assert(
      fc.asyncProperty(seed, async (rows) => {
        await seedRows(store, rows);
        const { total } = await makeReport(store.read, PERIOD, null, NOW);
        expect(countsOf(total)).toEqual(expected(rows));
      }),
      { numRuns: 25 },
    );
  });

  test('a total is the sum of its groups, and the same in every grouping', async () => {
    await fc.assert(
      fc.asyncProperty(seed, fc.constantFrom(...GROUPINGS), async (rows, groupBy) => {
        await seedRows(store, rows);
        const plain = await makeReport(store.read, PERIOD, null, NOW);
        const grouped = await makeReport(store.read, PERIOD, groupBy, NOW);
        expect(grouped.total).toEqual(plain.total);
        for (const name of COUNT_NAMES) {
          const parts = grouped.groups.map(({ figures }) => figures[name].value);
          if (groupBy === 'item' && (name === 'sessions' || name === 'deviceFaults')) {
            expect(new Set(parts)).toEqual(new Set([null]));
          } else {
            expect(parts.reduce((sum: number, part) => sum + (part ?? Number.NaN), 0)).toBe(
              plain.total[name].value,
            );
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  test('the list behind a figure has as many rows as the figure says, each once, over all pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        seed,
        fc.constantFrom(...COUNT_NAMES),
        fc.integer({ min: 1, max: 4 }),
        async (rows, metric, limit) => {
          await seedRows(store, rows);
          const { total, groups } = await makeReport(store.read, PERIOD, 'kiosk', NOW);
          expect(await countBehind(store, metric, limit)).toBe(total[metric].value);
          for (const { key, figures } of groups) {
            expect(await countBehind(store, metric, limit, key)).toBe(figures[metric].value);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test('the identity of applications closes, and concluded is approved and refused', async () => {
    await fc.assert(
      fc.asyncProperty(seed, async (rows) => {
        await seedRows(store, rows);
        const c = countsOf((await makeReport(store.read, PERIOD, null, NOW)).total);
        expect(c.applications).toBe(c.accepted + c.notAccepted + c.undetermined);
        expect(c.concluded).toBe(c.approved + c.refused);
      }),
      { numRuns: 15 },
    );
  });

  test('days, months, stations, kiosks and items without anything stand there as zero', async () => {
    const keysOf = async (groupBy: Grouping) =>
      (await makeReport(store.read, PERIOD, groupBy, NOW)).groups.map(({ key }) => key);
    expect(await keysOf('day')).toEqual([0, 1, 2, 3, 4, 5].map((n) => addDays(PERIOD.from, n)));
    expect(await keysOf('month')).toEqual(['2026-01', '2026-02']);
    expect(await keysOf('station')).toEqual(['S1', 'S2']);
    expect(await keysOf('kiosk')).toEqual(Object.keys(STATION_OF));
    expect(await keysOf('item')).toEqual(['hk-macao-endorsement']);
    const { groups } = await makeReport(store.read, PERIOD, 'day', NOW);
    for (const { figures } of groups) expect(countsOf(figures)).toEqual(NO_COUNTS);
  });

  test('a fault rate is told per 1,000 sessions, and not without sessions', async () => {
    await seedRows(store, {
      sessions: Array.from({ length: 8 }, () => ({ kiosk: 'K1', day: PERIOD.from })),
      faults: [
        { kiosk: 'K1', day: PERIOD.from, faultClass: 'hard' },
        { kiosk: 'K3', day: PERIOD.to, faultClass: 'soft' },
        { kiosk: 'K3', day: PERIOD.to, faultClass: 'consumable' },
      ],
    });
    const { total, groups } = await makeReport(store.read, PERIOD, 'station', NOW);
    const definition = METRICS.faultRate.id;
    expect(total.faultRate).toEqual({ value: 250, definition });
    expect(groups.map(({ figures }) => figures.faultRate)).toEqual([
      { value: 125, definition },
      { value: null, definition, reason: 'no-sessions' },
    ]);
    const byItem = await makeReport(store.read, PERIOD, 'item', NOW);
    expect(byItem.groups[0]?.figures.faultRate).toEqual({
      value: null,
      definition,
      reason: 'does-not-split',
    });
  });

  test('each figure names its definition, and the ledger position is told', async () => {
    await store.write((tx) =>
      tx
        .insertInto('ledger')
        .values({
          origin: `K1-${engine}`,
          epoch: 1,
          seq: 1,
          kind: 'session.started',
          version: 1,
          at: 0,
          day: PERIOD.from,
          received_at: 0,
          digest: '',
          text: '',
          set_aside: 0,
          chain_ok: 1,
          clock_suspect: 0,
        })
        .execute(),
    );
    const { last } = await store.read
      .selectFrom('ledger')
      .select(({ fn }) => fn.max('id').as('last'))
      .executeTakeFirstOrThrow();
    const report = await makeReport(store.read, PERIOD, null, NOW);
    expect(report.asOf).toEqual({ ledgerId: last, at: NOW });
    for (const name of METRIC_NAMES) {
      expect(report.total[name].definition).toBe(METRICS[name].id);
      expect(report.definitions[name].id).toBe(METRICS[name].id);
    }
  });
});

/** Rows of the list behind a figure, page by page; each must come once and the told total must be right. */
async function countBehind(
  store: Store,
  metric: CountName,
  limit: number,
  kioskId?: string,
): Promise<number> {
  const list = APPLICATION_METRICS.includes(metric)
    ? listApplications
    : metric === 'sessions'
      ? listSessions
      : listFaults;
  const seen: string[] = [];
  let cursor: string | undefined;
  let total = 0;
  do {
    const page = await list(store.read, { period: PERIOD, metric, kiosk: kioskId, cursor, limit });
    if (!page.ok) throw new Error(page.error.message);
    seen.push(...page.value.rows.map(({ id }) => id));
    total = page.value.total;
    cursor = page.value.next ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(total);
  return seen.length;
}
