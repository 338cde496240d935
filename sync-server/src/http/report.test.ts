import { METRIC_NAMES, METRICS } from '@haizhu/shared/metrics/dictionary';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { idOf, seedFleet, seedRows } from '../report/testing/seed.ts';
import { startTestHttp, type TestHttp } from '../testing/test-context.ts';

let http: TestHttp;
let headers: Record<string, string>;
beforeAll(async () => {
  http = await startTestHttp();
  headers = await http.bearer('bureau');
  await seedFleet(http.store);
  await seedRows(http.store, {
    applications: [
      {
        kiosk: 'K1',
        day: '2026-03-01',
        acceptance: 'accepted',
        decision: 'approved',
        decidedDay: '2026-03-02',
      },
      { kiosk: 'K1', day: '2026-03-01', acceptance: 'not-accepted' },
      { kiosk: 'K3', day: '2026-03-02' },
    ],
    sessions: [
      { kiosk: 'K1', day: '2026-03-01' },
      { kiosk: 'K1', day: '2026-03-01' },
      { kiosk: 'K3', day: '2026-03-02' },
    ],
    faults: [{ kiosk: 'K3', day: '2026-03-02', faultClass: 'hard' }],
  });
});
afterAll(() => http.close());

const get = (url: string) => http.app.inject({ method: 'GET', url: `/api/v1/${url}`, headers });

test.each([
  ['from=2026-03-01&to=2026-02-30', 'to'],
  ['from=2026-3-1&to=2026-03-30', 'from'],
  ['from=2026-03-01', 'to'],
  ['to=2026-03-01', 'from'],
  ['', 'from'],
  ['from=2026-03-02&to=2026-03-01', 'from'],
  ['from=2026-03-01&from=2026-03-02&to=2026-03-03', 'from'],
  ['from=2026-03-01&to=2026-03-02&groupBy=week', 'groupBy'],
  ['from=2026-03-01&to=2026-03-02&groupBy=', 'groupBy'],
  ['from=2025-01-01&to=2026-03-02&groupBy=day', 'to'],
  ['from=2026-03-01&to=2026-03-02&group=day', 'group'],
  ["from=2026-03-01'%20or%201=1&to=2026-03-02", 'from'],
])('report?%s names the field %s', async (query, field) => {
  for (const url of [`report?${query}`, `report.csv?${query}`]) {
    const answer = await get(url);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: 'invalid-parameter', field }]);
    expect(answer.json().message).not.toBe('');
  }
});

test('the figures by day', async () => {
  const report = (await get('report?from=2026-03-01&to=2026-03-03&groupBy=day')).json();
  const value = (figures: Record<string, { value: number }>) =>
    [
      'applications',
      'accepted',
      'notAccepted',
      'undetermined',
      'concluded',
      'pending',
      'sessions',
      'deviceFaults',
      'faultRate',
    ].map((name) => figures[name]?.value);
  expect(value(report.total)).toEqual([3, 1, 1, 1, 1, 1, 3, 1, 1000 / 3]);
  expect(
    report.groups.map(({ key, figures }: { key: string; figures: never }) => [key, ...value(figures)]),
  ).toEqual([
    ['2026-03-01', 2, 1, 1, 0, 0, 0, 2, 0, 0],
    ['2026-03-02', 1, 0, 0, 1, 1, 1, 1, 1, 1000],
    ['2026-03-03', 0, 0, 0, 0, 0, 0, 0, 0, null],
  ]);
});

test('the spreadsheet holds the same figures, and no name becomes a formula', async () => {
  const answer = await get('report.csv?from=2026-03-01&to=2026-03-02&groupBy=station');
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(answer.headers['content-disposition']).toBe(
    'attachment; filename="report-2026-03-01-2026-03-02-station.csv"',
  );
  expect(answer.body.charCodeAt(0)).toBe(0xfeff);
  const [header = '', ...rows] = answer.body
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  expect(header.slice(2, 2 + METRIC_NAMES.length)).toEqual(
    METRIC_NAMES.map((name) => `${METRICS[name].names.zh}（${METRICS[name].unit.zh}）[${METRICS[name].id}]`),
  );
  const report = (await get('report?from=2026-03-01&to=2026-03-02&groupBy=station')).json();
  const values = (figures: Record<string, { value: number | null }>) =>
    METRIC_NAMES.map((name) => String(figures[name]?.value ?? ''));
  expect(rows.map((row) => row.slice(2, 2 + METRIC_NAMES.length))).toEqual([
    ...report.groups.map(({ figures }: { figures: never }) => values(figures)),
    values(report.total),
  ]);
  expect(rows.map((row) => row[0])).toEqual(['甲站', "'=2+3", '合计']);
  const { complete, lacking, silent, setAside, days } = report.completeness;
  expect(header.slice(-6)).toEqual([
    '期间数据完整',
    '尚缺流水条数',
    '失去联系设备数',
    '搁置流水条数',
    '少于设备计数的设备日',
    '设备尚未报数的设备日',
  ]);
  const said = [complete ? '是' : '否', lacking, silent, setAside, days.short, days.uncounted].map(String);
  for (const row of rows) expect(row.slice(-6)).toEqual(said);
});

test('each row of the spreadsheet says that its period may not be complete, and why', async () => {
  // Enrolled before, and never heard of since.
  const enrolled = {
    kiosk_id: 'K1',
    epoch: 1,
    public_key: '',
    key_thumbprint: '',
    enrolled_at: Date.parse('2026-02-01T12:00:00+08:00'),
    through: 2,
    last_digest: '',
    told_head: 2,
  };
  await http.store.write((tx) => tx.insertInto('kiosk_epoch').values(enrolled).execute());
  const { body } = await get('report.csv?from=2026-03-01&to=2026-03-02');
  const [, total = ''] = body.trimEnd().split('\r\n');
  expect(total.split(',').slice(-6).slice(0, 4)).toEqual(['否', '0', '1', '0']);
});

test('the list behind a figure tells the entries and nothing of the persons', async () => {
  const list = (await get('applications?from=2026-03-01&to=2026-03-03&metric=accepted&kiosk=K1')).json();
  expect(list).toMatchObject({
    total: 1,
    next: null,
    applications: [{ id: idOf('application', 0), kiosk: 'K1', acceptance: 'accepted' }],
  });
  for (const secret of ['sealed', 'lookup', 'choices', 'session'])
    expect(Object.keys(list.applications[0])).not.toContain(secret);
  expect((await get('applications?from=2026-03-02&to=2026-03-02&metric=concluded')).json().total).toBe(1);
  expect((await get('sessions?from=2026-03-01&to=2026-03-03&station=S1')).json().total).toBe(2);
  expect((await get('device-faults?from=2026-03-01&to=2026-03-03')).json().deviceFaults).toMatchObject([
    { kiosk: 'K3', faultClass: 'hard' },
  ]);
});

test.each([
  ['applications?from=2026-03-01&to=2026-03-03&metric=faultRate', 'metric'],
  ['applications?from=2026-03-01&to=2026-03-03&cursor=rubbish', 'cursor'],
  ['applications?from=2026-03-01&to=2026-03-03&limit=0', 'limit'],
  ['applications?from=2026-03-01&to=2026-03-03&kiosk=a%20b', 'kiosk'],
  ['sessions?from=2026-03-01&to=2026-02-03', 'from'],
])('%s is refused', async (url, field) => {
  const answer = await get(url);
  expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: 'invalid-parameter', field }]);
});
