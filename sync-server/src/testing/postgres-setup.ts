import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import * as z from 'zod';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the PostgreSQL of this run listens; each test makes databases of its own. */
    readonly postgresUrl: string;
  }
}

const readySchema = z.object({ url: z.string(), folder: z.string(), pid: z.number() });
export type ReadyPostgres = z.infer<typeof readySchema>;

/** Starts the process that runs a PostgreSQL; it ends with its standard input. Rejects when there is none. */
export async function startPostgres(
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly child: ChildProcess; readonly ready: ReadyPostgres }> {
  const script = join(import.meta.dirname, 'postgres-process.ts');
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
    env,
  });
  const ready = await new Promise<ReadyPostgres>((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => resolve(readySchema.parse(JSON.parse(line))));
    child.once('exit', (code) => reject(new Error(`PostgreSQL did not start (${code})`)));
  });
  return { child, ready };
}

let running: ChildProcess | null = null;

/**
 * A real PostgreSQL for the run, from an npm package: nothing has to be set up. It ends with the run, however that
 * ends, and takes along what the tests leave in the temporary folder, which is one of this run.
 */
export async function setup(project: TestProject): Promise<void> {
  const { child, ready } = await startPostgres();
  running = child;
  child.once('exit', (code) => {
    // It was killed itself, and what it ran has nobody any more.
    if (code === null) abandoned(ready);
  });
  const temporary = join(ready.folder, 'tmp');
  // A database that a test starts itself gets in as well; what the tests make in it is theirs.
  await mkdir(temporary, { mode: 0o711 });
  process.env['TMPDIR'] = temporary;
  project.provide('postgresUrl', ready.url);
}

function abandoned({ pid, folder }: ReadyPostgres): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had ended by itself.
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

export async function teardown(): Promise<void> {
  if (running === null) return;
  const ended = once(running, 'exit');
  running.stdin?.end();
  await ended;
}
