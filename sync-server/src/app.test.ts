import { beijingDay } from '@haizhu/shared/time/beijing';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Report } from './report/report.ts';
import { startTestServer, type TestServer } from './testing/start-server.ts';
import { ENGINES, type Engine, openTestEngine } from './testing/test-engine.ts';
import { TestKiosk } from './testing/test-kiosk.ts';

/** The whole server over its real ports: a kiosk on one side, staff on the other. */
let server: TestServer;
let headers: Record<string, string>;
let env: Record<string, string> = {};
const kiosks: TestKiosk[] = [];

const PORTS = [20_200, 20_239] as const;

async function begin(engine: Engine): Promise<void> {
  const database = await openTestEngine(engine);
  await database.close();
  env = database.options.databaseUrl === undefined ? {} : { DATABASE_URL: database.options.databaseUrl };
  server = await startTestServer({ ports: PORTS, env });
  headers = await server.signIn();
}
afterEach(async () => {
  for (const kiosk of kiosks.splice(0)) kiosk.close();
  await server.stop();
});

async function get<T = unknown>(path: string): Promise<T> {
  const answer = await fetch(`${server.url}${path}`, { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}
async function joined(): Promise<TestKiosk> {
  const kiosk = await TestKiosk.enrol(server.url);
  kiosks.push(kiosk);
  expect(await kiosk.join()).toMatchObject({ ok: true });
  return kiosk;
}
const today = () => beijingDay(Date.now());

describe.each(ENGINES)('%s', (engine) => {
  beforeEach(() => begin(engine));

  test('an application is pushed, decided, counted once, and listed behind its figure', async () => {
    const kiosk = await joined();
    const application = await kiosk.apply(1);
    expect(await kiosk.push()).toMatchObject({ ok: true, through: kiosk.journal.head });
    await kiosk.status(application, ({ state }) => state === 'approved');
    // Sent again, as after a lost acknowledgement.
    expect(await kiosk.push()).toMatchObject({ ok: true, through: kiosk.journal.head });

    const period = `from=${today()}&to=${today()}`;
    const { total, groups } = await get<Report>(`/api/v1/report?${period}&groupBy=kiosk`);
    const names = ['applications', 'accepted', 'selfService', 'concluded', 'approved', 'pending'] as const;
    expect(names.map((name) => total[name].value)).toEqual([1, 1, 1, 1, 1, 0]);
    expect(groups).toMatchObject([{ key: kiosk.enrolment.kiosk }]);
    expect(await get(`/api/v1/applications?${period}&metric=approved`)).toMatchObject({
      total: 1,
      applications: [{ id: application, kiosk: kiosk.enrolment.kiosk, decision: 'approved' }],
    });
  });

  test('staff see a kiosk come, and its silence when it is cut off; a revoked one may not come back', async () => {
    const kiosk = await joined();
    const { kiosk: id } = kiosk.enrolment;
    await kiosk.ask('presence', {
      wall: Date.now(),
      head: 4,
      through: 0,
      queued: 4,
      oldestAt: Date.now(),
      level: 'degraded',
      faults: ['receipt-paper-out'],
      screen: 'attract',
      storage: null,
    });
    await vi.waitFor(async () => {
      const { kiosks: fleet } = await get<{ kiosks: unknown }>('/api/v1/fleet');
      expect(fleet).toMatchObject([
        { id, state: 'degraded', connected: true, queued: 4, lacking: 4, demo: true },
      ]);
    });
    const revoked = await fetch(`${server.url}/api/v1/kiosks/${id}/revoke`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ reason: 'stolen' }),
    });
    expect(revoked.status).toBe(204);
    await vi.waitFor(async () =>
      expect(await get(`/api/v1/kiosks/${id}`)).toMatchObject({ kiosk: { connected: false } }),
    );
    expect(await kiosk.join()).toMatchObject({ ok: false, error: 'revoked-kiosk' });
    await vi.waitFor(async () =>
      expect(await get('/api/v1/incidents')).toMatchObject({
        incidents: [{ name: 'revoked-kiosk', kiosk: id }],
      }),
    );
  });

  test('the console is told over its socket when a kiosk sends something', async () => {
    const kiosk = await joined();
    const page = io(`${server.url}/console`, {
      transports: ['websocket'],
      extraHeaders: headers,
      forceNew: true,
    });
    await new Promise<void>((resolve) => page.once('connect', resolve));
    const topics = new Set<string>();
    page.on('changed', (frame: { topics: string[] }) => {
      for (const topic of frame.topics) topics.add(topic);
    });
    await kiosk.apply(1);
    await kiosk.push();
    await vi.waitFor(() => expect([...topics]).toContain('report'));
    page.close();
  });

  test('measurements of the running server', async () => {
    const kiosk = await joined();
    await kiosk.apply(1);
    await kiosk.push();
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/^haizhu_kiosks_connected 1$/m);
    expect(Number(/^haizhu_ledger_last_id (\d+)$/m.exec(text)?.[1])).toBeGreaterThan(1);
  });

  test('a stopped server goes on with the same folder where it ended', async () => {
    const kiosk = await joined();
    await kiosk.apply(1);
    await kiosk.push();
    kiosk.close();
    const { dataDir } = server;
    await server.app.close();
    const again = await startTestServer({ ports: PORTS, dataDir, env });
    const cookies = await again.signIn();
    const answer = await fetch(`${again.url}/api/v1/report?from=${today()}&to=${today()}`, {
      headers: cookies,
    });
    expect(await answer.json()).toMatchObject({ total: { applications: { value: 1 } } });
    await again.stop();
  });
});
