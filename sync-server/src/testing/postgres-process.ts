import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { freePort } from './free-port.ts';
import { type Cluster, makeCluster } from './postgres-cluster.ts';

/**
 * Runs a PostgreSQL until standard input ends, which it does however the parent ends, then removes everything of the
 * run: no database, process or file is left behind. Says one line of JSON when it is ready. A process of its own in a
 * session of its own, so that what ends the tests (Ctrl-C, a kill) does not end this before it has tidied up.
 */
const ending = new AbortController();
process.stdin.once('end', () => ending.abort()).once('error', () => ending.abort());
process.stdin.resume();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());

/** Somewhere in the range: another run may be starting at the same moment. */
const FIRST_PORT = 20_150 + (process.pid % 40);
const LAST_PORT = 20_199;
/** Another run may take a port between the look and the start. */
const TRIES = 10;
/** After this a database that was asked to stop is killed, ms. */
const STOP_MS = 10_000;

/** Also when the end has come already. */
function whenEnding(act: () => void): void {
  if (ending.signal.aborted) act();
  else ending.signal.addEventListener('abort', act, { once: true });
}

const password = randomBytes(12).toString('hex');

/** Null when the database ended before it was ready. */
async function serve(
  { postgres, data, folder, account }: Cluster,
  port: number,
): Promise<ChildProcess | null> {
  const child = spawn(
    postgres,
    // No socket in a shared folder, no name to be resolved.
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  whenEnding(() => {
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGKILL'), STOP_MS).unref();
  });
  return new Promise((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('ready to accept connections')) resolve(child);
    });
    child.once('error', () => resolve(null));
    child.once('exit', () => resolve(null));
  });
}

async function run(cluster: Cluster): Promise<void> {
  for (let tries = 0; tries < TRIES && !ending.signal.aborted; tries += 1) {
    const port = await freePort(FIRST_PORT, LAST_PORT);
    const child = await serve(cluster, port);
    if (child === null) continue;
    const ended = once(child, 'exit');
    const url = `postgres://postgres:${password}@127.0.0.1:${port}`;
    process.stdout.write(`${JSON.stringify({ url, folder: cluster.folder, pid: child.pid })}\n`);
    await ended;
    return;
  }
  if (!ending.signal.aborted) throw new Error('PostgreSQL does not start on any port');
}

// Nobody may be there any more to read it.
process.stdout.on('error', () => undefined);
try {
  const cluster = await makeCluster({ password, signal: ending.signal });
  try {
    await run(cluster);
  } finally {
    // What the tests still write at this moment comes into the same folder.
    await rm(cluster.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
} catch (error) {
  if (!ending.signal.aborted) {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  }
}
process.exit();
