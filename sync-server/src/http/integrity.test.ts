import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ledger } from '../ledger/ledger.ts';
import { addKiosks, TestJournal, uuid } from '../ledger/testing.ts';
import { startTestHttp, TEST_START, type TestHttp } from '../testing/test-context.ts';

let http: TestHttp;
let admin: Record<string, string>;
beforeEach(async () => {
  http = await startTestHttp();
  admin = await http.signedIn('admin');
  await addKiosks(http.store, 'K1');
  const journal = new TestJournal('K1');
  journal.add('session.started', { session: uuid(1), language: 'fr' } as never, { at: TEST_START });
  journal.session(2, TEST_START);
  const { store, events, clock } = http.context;
  await new Ledger({ store, events, clock, reactions: [] }).ingest([journal.batch(1)]);
});
afterEach(() => http.close());

const get = async (url: string, headers = admin) => {
  const answer = await http.app.inject({ method: 'GET', url: `/api/v1/${url}`, headers });
  return { status: answer.statusCode, body: answer.json() };
};
const post = async (url: string, payload: object, headers = admin) => {
  const answer = await http.app.inject({ method: 'POST', url: `/api/v1/${url}`, headers, payload });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
};
const PLACE = 'quarantine/K1/1/1';

test('a set-aside entry is listed without its content, read by who corrects it, repaired, and then counts', async () => {
  expect((await get('quarantine')).body).toMatchObject({
    open: 1,
    entries: [
      { origin: 'K1', seq: 1, kind: 'session.started', reason: 'bad-body', state: 'open', resolvedBy: null },
    ],
  });
  const { text } = (await get(PLACE)).body;
  const { body } = JSON.parse(text);
  expect(body).toEqual({ session: uuid(1), language: 'fr' });

  expect(await post(`${PLACE}/repair`, { body, note: 'unchanged' })).toMatchObject({
    status: 409,
    body: { error: 'still-invalid', field: 'body', message: expect.stringContaining('language') },
  });
  const repaired = await post(`${PLACE}/repair`, { body: { ...body, language: 'zh' }, note: '语言写错' });
  expect(repaired.status).toBe(204);
  const list = (await get('quarantine')).body;
  expect(list).toMatchObject({
    open: 0,
    entries: [{ state: 'repaired', note: '语言写错', resolvedBy: 'admin-0' }],
  });
  expect((await get('sessions?from=2026-03-02&to=2026-03-02')).body.total).toBe(2);
  expect(await post(`${PLACE}/dismiss`, { note: 'n' })).toMatchObject({
    status: 409,
    body: { error: 'already-resolved' },
  });

  const { rows } = (await get('audit')).body;
  expect(rows.filter(({ target }: { target: string }) => target === 'K1/1/1')).toMatchObject([
    { action: 'entry.repaired', who: 'admin-0', detail: '语言写错' },
    { action: 'entry.opened', who: 'admin-0' },
  ]);
});

test('a note with a character that no database holds is refused by name', async () => {
  const refused = { status: 400, body: { error: 'invalid-body', field: 'note' } };
  expect(await post(`${PLACE}/dismiss`, { note: 'a\0b' })).toMatchObject(refused);
  expect(await post(`${PLACE}/repair`, { body: { x: '\ud800' }, note: 'n' })).toMatchObject({
    ...refused,
    body: { error: 'invalid-body', field: 'body.x' },
  });
  expect((await get('quarantine')).body.open).toBe(1);
});

test('a dismissed entry keeps its note', async () => {
  expect((await post(`${PLACE}/dismiss`, { note: '  演练数据 ' })).status).toBe(204);
  expect((await get('quarantine')).body.entries).toMatchObject([{ state: 'dismissed', note: '演练数据' }]);
});

test.each([
  [{}, 'note'],
  [{ note: '   ' }, 'note'],
  [{ note: 'a\u0000b' }, 'note'],
  [{ note: 'n', body: [] }, 'body'],
  [{ note: 'n', seq: 2 }, 'seq'],
])('a repair with %j names the member %s', async (payload, field) => {
  expect(await post(`${PLACE}/repair`, payload)).toMatchObject({
    status: 400,
    body: { error: 'invalid-body', field },
  });
});

test('places that are none are not found or named as wrong', async () => {
  expect((await get('quarantine/K1/1/2')).status).toBe(404);
  expect((await post('quarantine/K9/1/1/dismiss', { note: 'n' })).status).toBe(404);
  expect(await get('quarantine/K1/0/1')).toMatchObject({ status: 400, body: { field: 'epoch' } });
});

test('who only reads can neither read the content nor decide', async () => {
  for (const role of ['maintenance', 'bureau', 'auditor'] as const) {
    const headers = await http.bearer(role);
    expect((await get('quarantine', headers)).status).toBe(200);
    expect((await get(PLACE, headers)).status).toBe(403);
    expect((await post(`${PLACE}/dismiss`, { note: 'n' }, headers)).status).toBe(403);
  }
});

test('a report says how complete it is, and the same is told in detail', async () => {
  const report = (await get('report?from=2026-03-02&to=2026-03-02')).body;
  expect(report.completeness).toMatchObject({
    complete: false,
    kiosks: 1,
    kiosksComplete: 0,
    setAside: 1,
    lacking: 0,
  });
  const detail = (await get('completeness?from=2026-03-02&to=2026-03-02')).body;
  expect(detail.summary).toEqual(report.completeness);
  expect(detail.kiosks).toMatchObject([{ kiosk: 'K1', setAside: 1, lacking: [] }]);
  http.clock.advance(86_400_000);
  const bureau = await http.bearer('bureau');
  const one = (await get('completeness?from=2026-03-02&to=2026-03-02&kiosk=K1', bureau)).body;
  expect(one.days).toEqual([
    {
      kiosk: 'K1',
      epoch: 1,
      day: '2026-03-02',
      entries: 2,
      applications: 0,
      toldEntries: null,
      toldApplications: null,
      state: 'uncounted',
    },
  ]);
  expect(await get('completeness?from=2026-03-03&to=2026-03-02', bureau)).toMatchObject({
    status: 400,
    body: { field: 'from' },
  });
});

test('the fleet tells which work limits a kiosk has passed', async () => {
  await http.store.write((tx) =>
    tx
      .insertInto('presence')
      .values({
        kiosk_id: 'K1',
        epoch: 1,
        connected: 1,
        last_contact_at: TEST_START,
        clock_error_ms: -200_000,
        head: 30_000,
        through: 2,
        queued: 29_998,
        oldest_at: TEST_START,
        level: 'in-service',
        faults: '[]',
        screen: 'attract',
        software: 'test',
        storage_used: 1,
        storage_quota: 100,
        storage_persisted: 0,
        storage_spared: 0,
      })
      .execute(),
  );
  const { kiosks } = (await get('fleet')).body;
  expect(kiosks[0]).toMatchObject({
    storage: { persisted: false, spared: false },
    work: {
      level: 'stop',
      reasons: [
        { limit: 'queued', level: 'stop', value: 29_998, bound: 20_000 },
        { limit: 'clockErrorMs', level: 'warn', value: 200_000, bound: 120_000 },
      ],
    },
  });
  expect((await get('kiosks/K1')).body.kiosk.work).toEqual(kiosks[0].work);
});

test('keys are listed by name only, for administrators', async () => {
  expect((await get('sealing-keys')).body).toEqual({
    keys: [{ kid: 'test', madeAt: null, current: true }],
    retentionDays: 365,
    kioskDays: 90,
  });
  expect((await get('sealing-keys', await http.bearer('auditor'))).status).toBe(403);
});
