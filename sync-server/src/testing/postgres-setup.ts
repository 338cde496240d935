import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from './free-port.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the PostgreSQL of this run listens; each test makes databases of its own. */
    readonly postgresUrl: string;
  }
}

let running: { readonly child: ChildProcess; readonly folder: string } | null = null;

/** A real PostgreSQL for the run, from an npm package: nothing has to be set up. It ends with the run. */
export async function setup(project: TestProject): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'haizhu-postgres-'));
  // As root the database runs under another account, which has to get in.
  await chmod(folder, 0o755);
  // Somewhere in the range: another run may be starting at the same moment.
  const port = await freePort(20_150 + (process.pid % 40), 20_199);
  const script = join(import.meta.dirname, 'postgres-process.ts');
  const child = spawn(process.execPath, [script, join(folder, 'data'), String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running = { child, folder };
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`PostgreSQL did not start (${code})`)));
  });
  project.provide('postgresUrl', `postgres://postgres:test@127.0.0.1:${port}`);
}

export async function teardown(): Promise<void> {
  if (running === null) return;
  const ended = once(running.child, 'exit');
  running.child.stdin?.end();
  await ended;
  await rm(running.folder, { recursive: true, force: true });
}
