import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inChromium } from '../../support/chromium-page.ts';
import { freePort } from '../../support/processes.ts';
import { startScript } from '../script.ts';
import type {} from './page/main.ts';

const PAGE = join(import.meta.dirname, 'page');

type Client = (port: number, folder: string) => Promise<number>;

/** Documents that a server is given beforehand, as ours is: one that has run for a while has its code compiled. */
const WARM_UP = 5000;

/** Runs a server of another product and then a client of it; the client's milliseconds. */
async function timed(
  server: string,
  serverArgs: (folder: string) => readonly string[],
  warmUp: Client,
  client: Client,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'haizhu-peer-'));
  const port = await freePort(20_600, 20_649);
  const running = await startScript(join(import.meta.dirname, server), [String(port), ...serverArgs(folder)]);
  try {
    await warmUp(port, folder);
    return await client(port, folder);
  } finally {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function clientScript(script: string, args: readonly string[]): Promise<number> {
  const done = await startScript(join(import.meta.dirname, script), args);
  await done.stop();
  return Number(done.said['ms']);
}

const urlOf = (port: number) => `http://127.0.0.1:${port}`;

/**
 * PouchDB replicating to express-pouchdb on LevelDB over loopback; ms. In Chromium from IndexedDB, in Node from LevelDB.
 */
export function drainPouchDb(where: 'chromium' | 'node', count: number, batch: number): Promise<number> {
  const browserFile = createRequire(import.meta.url).resolve('pouchdb/dist/pouchdb.min.js');
  const inNode =
    (documents: number, name: string): Client =>
    (port, folder) =>
      clientScript('pouchdb-client.ts', [urlOf(port), folder, String(documents), String(batch), name]);
  const client: Client =
    where === 'node'
      ? inNode(count, 'remote')
      : (port) =>
          inChromium(PAGE, port, async (page) => {
            await page.addScriptTag({ path: browserFile });
            return page.evaluate(([url, n, size]) => window.drainPouchDb(url, n, size), [
              urlOf(port),
              count,
              batch,
            ] as const);
          });
  return timed('pouchdb-server.ts', (folder) => [folder], inNode(WARM_UP, 'warm-up'), client);
}

/**
 * RxDB replicating to an HTTP endpoint over SQLite; ms. In Chromium from its storage on IndexedDB, in Node from memory.
 */
export function drainRxDb(where: 'chromium' | 'node', count: number, batch: number): Promise<number> {
  const inNode =
    (documents: number, epoch: number): Client =>
    (port) =>
      clientScript('rxdb-client.ts', [urlOf(port), String(documents), String(batch), String(epoch)]);
  const client: Client =
    where === 'node'
      ? inNode(count, 1)
      : (port) =>
          inChromium(PAGE, port, (page) =>
            page.evaluate(([url, n, size]) => window.drainRxDb(url, n, size), [
              urlOf(port),
              count,
              batch,
            ] as const),
          );
  return timed('rxdb-server.ts', (folder) => [join(folder, 'rxdb.db')], inNode(WARM_UP, 2), client);
}
