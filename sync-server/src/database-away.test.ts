import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { databasePath } from './storage/data-folder.ts';
import { DatabaseProxy } from './testing/database-proxy.ts';
import { freePort } from './testing/free-port.ts';
import { startTestServer, type TestServer } from './testing/start-server.ts';
import { openTestEngine, type TestEngine } from './testing/test-engine.ts';

let db: TestEngine;
let proxy: DatabaseProxy;
let server: TestServer | null = null;
beforeEach(async () => {
  db = await openTestEngine('postgres');
  proxy = new DatabaseProxy(db.options.databaseUrl ?? '');
  await proxy.open();
});
afterEach(async () => {
  await proxy.open();
  await server?.stop();
  server = null;
  await proxy.close();
  await db.close();
});

const PORTS = [20_420, 20_449] as const;
const start = async () => {
  server = await startTestServer({ ports: PORTS, env: { DATABASE_URL: proxy.url } });
  return server;
};

/** How a console's page fares that has some cookie. */
function consolePage(url: string, cookie: string): Promise<string> {
  const socket = io(`${url}/console`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { cookie, origin: url },
  });
  return new Promise<string>((resolve) => {
    socket.once('connect', () => resolve('connected'));
    socket.once('connect_error', ({ message }) => resolve(message));
  }).finally(() => socket.close());
}

test('while the database is away every page says 503 and when to come again; then all goes on', async () => {
  const { url, signIn } = await start();
  const headers = await signIn();
  expect((await fetch(`${url}/api/v1/stations`, { headers })).status).toBe(200);
  const { paths: described } = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const paths = Object.keys(described).filter(
    (path) =>
      described[path]?.['get'] !== undefined &&
      path.startsWith('/api/v1/') &&
      !path.endsWith('/openapi.json'),
  );
  await proxy.close();
  expect(paths.length).toBeGreaterThan(15);
  for (const path of paths) {
    const answer = await fetch(`${url}${path}`, { headers });
    expect([path, answer.status]).toEqual([path, 503]);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toMatchObject({ error: 'database-away' });
  }
  expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ error: 'database-unreachable' });
  // Nobody knows whose cookie it is: neither let in, nor signed out.
  expect(await consolePage(url, 'console-session=anything')).toBe('unavailable');
  expect(await consolePage(url, headers.cookie)).toBe('unavailable');
  await proxy.open();
  expect((await fetch(`${url}/api/v1/stations`, { headers })).status).toBe(200);
  expect(await consolePage(url, headers.cookie)).toBe('connected');
  await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200), 10_000);
});

test('a server that starts before its database waits, says so, and begins by itself', async () => {
  await proxy.close();
  const port = await freePort(...PORTS);
  const env = { SIMULATED: '1', PORT: String(port), DATA_DIR: db.options.dataDir, DATABASE_URL: proxy.url };
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.error.join());
  const starting = startApp(config.value, { logger: pino({ level: 'silent' }) });
  const url = `http://127.0.0.1:${port}`;
  await vi.waitFor(async () => {
    const answer = await fetch(`${url}/healthz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: 'database-away' });
  }, 10_000);
  await proxy.open();
  const started = await starting;
  if (!started.ok) throw new Error(started.error);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await started.value.close();
});

test('an embedded database that another program has locked is told at once, and used again when it is free', async () => {
  server = await startTestServer({ ports: PORTS });
  const { url, dataDir, signIn } = server;
  const headers = await signIn();
  const addStation = (id: string) =>
    fetch(`${url}/api/v1/stations`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ id, zh: '测试派出所', en: 'Test Station' }),
    });
  const other = new DatabaseSync(databasePath(dataDir));
  other.exec('begin immediate');
  expect(await (await fetch(`${url}/healthz`)).json()).toMatchObject({ error: 'ledger-not-writable' });
  const refused = await addStation('locked');
  expect([refused.status, await refused.json()]).toMatchObject([503, { error: 'database-away' }]);
  expect((await fetch(`${url}/api/v1/stations`, { headers })).status).toBe(200);
  other.exec('rollback');
  other.close();
  expect((await addStation('free')).status).toBeLessThan(300);
  await vi.waitFor(async () => expect((await fetch(`${url}/healthz`)).status).toBe(200), 10_000);
});

test('a server that is stopped while its database is away ends', async () => {
  await start();
  await proxy.close();
  await server?.stop();
  server = null;
});
