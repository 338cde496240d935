import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { freePort } from './testing/free-port.ts';
// Declares what the run provides.
import type {} from './testing/postgres-setup.ts';

interface Run {
  readonly child: ChildProcess;
  readonly exited: Promise<{
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
  }>;
  /** The line that says that the server is ready. Rejects when it ends before. */
  readonly ready: Promise<{ readonly url: string; readonly adminPassword: string | null }>;
}

let folder = '';
let port = 0;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haizhu-main-'));
  port = await freePort(20_240, 20_269);
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

function start(env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: { PORT: String(port), DATA_DIR: join(folder, 'data'), LOG_LEVEL: 'error', SIMULATED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let [stdout, stderr] = ['', ''];
  const ready = new Promise<{ url: string; adminPassword: string | null }>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.includes('\n')) resolve(JSON.parse(stdout.slice(0, stdout.indexOf('\n'))));
    });
    child.once('exit', () => reject(new Error(`ended: ${stderr}`)));
  });
  ready.catch(() => {});
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = once(child, 'close').then(([code]) => ({ code, stdout, stderr }));
  return { child, ready, exited };
}

async function signIn(
  url: string,
  password: string,
): Promise<{ readonly cookie: string; readonly me: unknown }> {
  const answer = await fetch(`${url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'test' },
    body: JSON.stringify({ name: 'admin', password }),
  });
  const [cookie = ''] = answer.headers.getSetCookie();
  return { cookie: cookie.slice(0, cookie.indexOf(';')), me: await answer.json() };
}

test('it says that it is ready in one line, serves, and stops cleanly when asked', async () => {
  const run = start({ ADMIN_PASSWORD: 'given by the owner' });
  const ready = await run.ready;
  expect(ready).toEqual({ event: 'ready', url: `http://127.0.0.1:${port}`, adminPassword: null });
  expect((await fetch(`${ready.url}/healthz`)).status).toBe(200);
  expect((await signIn(ready.url, 'given by the owner')).me).toMatchObject({
    name: 'admin',
    role: 'admin',
    mustChangePassword: false,
  });
  run.child.kill('SIGTERM');
  const { code, stdout, stderr } = await run.exited;
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
});

test('Ctrl-C stops it as well, with a page connected', async () => {
  const run = start();
  const { url } = await run.ready;
  const keptAlive = await fetch(`${url}/`, { headers: { connection: 'keep-alive' } });
  await keptAlive.text();
  run.child.kill('SIGINT');
  expect((await run.exited).code).toBe(0);
});

test('the one-time password is made anew until somebody has used it, and works once', async () => {
  const first = start();
  const { adminPassword: overlooked } = await first.ready;
  expect(overlooked).toMatch(/^[2-9a-z]{4}(-[2-9a-z]{4}){3}$/);
  first.child.kill('SIGTERM');
  await first.exited;

  const second = start();
  const { url, adminPassword } = await second.ready;
  expect(adminPassword).not.toBe(overlooked);
  const { cookie, me } = await signIn(url, adminPassword ?? '');
  expect(me).toMatchObject({ mustChangePassword: true });
  const changed = await fetch(`${url}/api/v1/change-password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-requested-with': 'test', cookie },
    body: JSON.stringify({ current: adminPassword, next: 'my own long password' }),
  });
  expect(changed.status).toBe(204);
  second.child.kill('SIGTERM');
  await second.exited;

  const third = start();
  const again = await third.ready;
  expect(again.adminPassword).toBeNull();
  expect((await signIn(again.url, 'my own long password')).me).toMatchObject({ mustChangePassword: false });
  third.child.kill('SIGTERM');
  expect((await third.exited).code).toBe(0);
});

/** It ends with one line on stderr that holds these words, and nothing on stdout. */
async function expectRefusal(run: Run, ...words: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await run.exited;
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  for (const word of words) expect(stderr).toContain(word);
}

test('a port that is taken: one line that says what to do', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  await expectRefusal(start(), `Port ${port}`, 'is taken', 'PORT');
  await new Promise((resolve) => holder.close(resolve));
  const run = start();
  await run.ready;
  run.child.kill('SIGTERM');
  expect((await run.exited).code).toBe(0);
});

test('a folder that cannot be written: one line that says what to do', async () => {
  await expectRefusal(start({ DATA_DIR: '/dev/null/data' }), '/dev/null/data', 'DATA_DIR');
});

test('a folder that another server uses: one line, and the other goes on', async () => {
  const first = start();
  const { url } = await first.ready;
  await expectRefusal(start({ PORT: String(await freePort(20_270, 20_290)) }), 'Another server', 'DATA_DIR');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test('a folder whose server was killed can be used at once', async () => {
  const first = start();
  await first.ready;
  first.child.kill('SIGKILL');
  await first.exited;
  const second = start();
  await second.ready;
  second.child.kill('SIGTERM');
  expect((await second.exited).code).toBe(0);
});

test('a database of a newer program: one line, and not a byte of it changed', async () => {
  const run = start();
  await run.ready;
  run.child.kill('SIGTERM');
  await run.exited;
  const data = join(folder, 'data');
  const [name] = (await readdir(data)).filter((file) => file.endsWith('.db'));
  const path = join(data, name ?? '');
  const database = new DatabaseSync(path);
  database.exec('update schema_version set version = 99');
  const rows = () => {
    const reading = new DatabaseSync(path, { readOnly: true });
    const tables = reading.prepare('select name, sql from sqlite_master order by name').all();
    const version = reading.prepare('select version from schema_version').all();
    reading.close();
    return { tables, version };
  };
  database.close();
  const [before, size] = [rows(), (await stat(path)).size];
  await expectRefusal(start(), 'schema 99', 'Nothing was changed');
  expect([rows(), (await stat(path)).size]).toEqual([before, size]);
});

test('a database that refuses: one line, without the password', async () => {
  const database = new URL(inject('postgresUrl'));
  database.password = 'hunter2';
  const run = start({ DATABASE_URL: database.href });
  await expectRefusal(run, 'PostgreSQL', 'DATABASE_URL');
  expect((await run.exited).stderr).not.toContain('hunter2');
});

test('a database that is away is waited for, said without the password; who does not want to wait ends it', async () => {
  const run = start({ DATABASE_URL: 'postgres://kiosk:hunter2@127.0.0.1:1/kiosk', LOG_LEVEL: 'warn' });
  await vi.waitFor(async () => {
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(503);
  }, 20_000);
  run.child.kill('SIGTERM');
  const { stdout, stderr } = await run.exited;
  expect(stdout).toBe('');
  expect(stderr).toContain('waiting for the database');
  expect(stderr).not.toContain('hunter2');
});

test('wrong options: a line for each, before anything is touched', async () => {
  const { code, stderr } = await start({ PORT: 'x', LOG_LEVEL: 'loud', DEMO: '1', SIMULATED: '' }).exited;
  expect(code).toBe(1);
  const lines = stderr.trimEnd().split('\n');
  expect(lines.map((line) => line.slice(0, line.search(/[= ]/)))).toEqual(['DEMO', 'PORT', 'LOG_LEVEL']);
  expect(await readdir(folder)).toEqual([]);
});
