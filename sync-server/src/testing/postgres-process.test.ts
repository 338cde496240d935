import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeCluster, packagedPrograms } from './postgres-cluster.ts';
import { type ReadyPostgres, startPostgres } from './postgres-setup.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haizhu-postgres-test-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
const isGone = async ({ pid, folder: made }: ReadyPostgres) => !isRunning(pid) && !(await isThere(made));
const goes = (ready: ReadyPostgres) =>
  vi.waitFor(async () => expect(await isGone(ready)).toBe(true), { timeout: 20_000, interval: 50 });

test('a database answers, and nothing of it is left when the run ends', async () => {
  const { child, ready } = await startPostgres();
  const client = new pg.Client({ connectionString: `${ready.url}/postgres` });
  await client.connect();
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await client.end();
  const ended = once(child, 'exit');
  child.stdin?.end();
  expect(await ended).toEqual([0, null]);
  expect(await isGone(ready)).toBe(true);
});

test.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
  'nothing is left when %s ends the run, though a test is at work',
  async (signal) => {
    const script = `
      const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'postgres-setup.ts'))});
      const { ready } = await startPostgres();
      process.stdout.write(JSON.stringify(ready) + '\\n');`;
    const run = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line]: unknown[] = await once(createInterface(run.stdout), 'line');
    const ready = JSON.parse(String(line)) as ReadyPostgres;
    const client = new pg.Client({ connectionString: `${ready.url}/postgres` });
    client.on('error', () => undefined);
    await client.connect();
    const cut = client.query('select pg_sleep(600)').catch(() => 'cut');
    run.kill(signal);
    expect(await cut).toBe('cut');
    await goes(ready);
  },
);

test('nothing is left when the run ends while the database is being made', async () => {
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);
  await chmod(folder, 0o711);
  await chmod(temporary, 0o755);
  const child = spawn(process.execPath, [join(import.meta.dirname, 'postgres-process.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: temporary },
  });
  const ended = once(child, 'exit');
  await vi.waitFor(async () => expect(await readdir(temporary)).not.toEqual([]), {
    timeout: 20_000,
    interval: 5,
  });
  child.stdin.end();
  expect(await ended).toEqual([0, null]);
  expect(await readdir(temporary)).toEqual([]);
});

// As root nobody else gets into this folder; as another user the modes of the programs are what stands in the way.
test('programs that cannot be run where they are, at a path of any letters, are run from a copy that nobody can change', async () => {
  const programs = join(folder, '目录 "a $b', 'native');
  await cp(packagedPrograms(), programs, { recursive: true, verbatimSymlinks: true });
  await chmod(join(programs, 'bin/postgres'), 0o600);
  const { signal } = new AbortController();
  const cluster = await makeCluster({ password: 'made-up', signal, programs });
  expect(cluster.postgres).toBe(join(cluster.folder, 'programs/bin/postgres'));
  expect((await stat(cluster.postgres)).mode & 0o777).toBe(0o755);
  expect(await isThere(join(cluster.data, 'PG_VERSION'))).toBe(true);
  await rm(cluster.folder, { recursive: true });
});

test('a place that is not there, or that the database may not enter, is passed over and left as it was', async () => {
  const barred = join(folder, 'barred');
  await mkdir(barred, { mode: process.getuid?.() === 0 ? 0o700 : 0o500 });
  const { signal } = new AbortController();
  const places = [join(folder, 'nowhere'), barred, '/tmp'];
  const cluster = await makeCluster({ password: 'made-up', signal, places });
  expect(cluster.folder).toMatch(/^\/tmp\/haizhu-postgres-/);
  expect(await readdir(barred)).toEqual([]);
  await rm(cluster.folder, { recursive: true });
});

test('where no place will do, each says why', async () => {
  const { signal } = new AbortController();
  const nowhere = join(folder, 'nowhere');
  await expect(makeCluster({ password: 'made-up', signal, places: [nowhere] })).rejects.toThrow(/ENOENT/);
});
