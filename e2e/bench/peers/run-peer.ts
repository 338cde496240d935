import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../support/processes.ts';
import { inChromium } from '../browser.ts';
import type {} from './page/main.ts';

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

interface Child {
  readonly said: Record<string, unknown>;
  stop(): Promise<void>;
}

/** Starts a script of this folder and waits for its first line of JSON. */
function startScript(script: string, args: readonly string[]): Promise<Child> {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => children.delete(child));
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained = (complained + text).slice(-2000);
  });
  return new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const stop = () => {
        child.kill('SIGKILL');
        return ended;
      };
      resolve({ said: JSON.parse(line) as Record<string, unknown>, stop });
    });
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}: ${complained}`)));
  });
}

type Client = (port: number, folder: string) => Promise<number>;

/** Runs a server of another product and then a client of it; the client's milliseconds. */
async function timed(
  server: string,
  serverArgs: (folder: string) => readonly string[],
  client: Client,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'haizhu-peer-'));
  const port = await freePort(20_600, 20_649);
  const running = await startScript(server, [String(port), ...serverArgs(folder)]);
  try {
    return await client(port, folder);
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function clientScript(script: string, args: readonly string[]): Promise<number> {
  const done = await startScript(script, args);
  await done.stop();
  return Number(done.said['ms']);
}

const urlOf = (port: number) => `http://127.0.0.1:${port}`;

/**
 * PouchDB replicating to express-pouchdb on LevelDB over loopback; ms. In Chromium from IndexedDB, in Node from LevelDB.
 */
export function drainPouchDb(where: 'chromium' | 'node', count: number, batch: number): Promise<number> {
  const browserFile = createRequire(import.meta.url).resolve('pouchdb/dist/pouchdb.min.js');
  const client: Client =
    where === 'node'
      ? (port, folder) => clientScript('pouchdb-client.ts', [urlOf(port), folder, String(count), String(batch)])
      : (port) =>
          inChromium(
            port,
            async (page) => {
              await page.addScriptTag({ path: browserFile });
              return page.evaluate(
                ([url, n, size]) => window.drainPouchDb(url, n, size),
                [urlOf(port), count, batch] as const,
              );
            },
            'peers/page',
          );
  return timed('pouchdb-server.ts', (folder) => [folder], client);
}

/**
 * RxDB replicating to an HTTP endpoint over SQLite; ms. In Chromium from its storage on IndexedDB, in Node from memory.
 */
export function drainRxDb(where: 'chromium' | 'node', count: number, batch: number): Promise<number> {
  const client: Client =
    where === 'node'
      ? (port) => clientScript('rxdb-client.ts', [urlOf(port), String(count), String(batch)])
      : (port) =>
          inChromium(
            port,
            (page) =>
              page.evaluate(
                ([url, n, size]) => window.drainRxDb(url, n, size),
                [urlOf(port), count, batch] as const,
              ),
            'peers/page',
          );
  return timed('rxdb-server.ts', (folder) => [join(folder, 'rxdb.db')], client);
}
