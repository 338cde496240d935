import { join } from 'node:path';
import { cutOff, inChromium, startProfile } from '../support/chromium-page.ts';
import { freePort } from '../support/processes.ts';
import { BenchServer } from './bench-server.ts';
import { drainFleet, startFleet } from './fleet-bench.ts';
import { drainPouchDb, drainRxDb } from './peers/run-peer.ts';
import { ALL_TABLES, ENTRY_TABLES, insertRaw, rowsOf } from './raw-insert.ts';
import { median, rounded } from './statistics.ts';

const BACKLOG = 10_000;
const WARM_UP = 5000;
const REPEATS = 5;

/** PouchDB's default; RxDB has 100 too, and is given what our kiosk has, with which it is faster. */
const POUCHDB_BATCH = 100;
const RXDB_BATCH = 500;

const perSecond = (ms: number) => (BACKLOG / ms) * 1000;

type Run = Awaited<ReturnType<typeof drainOnce>> &
  Awaited<ReturnType<typeof peersOnce>> & { readonly nodeDrain: number };

async function peersOnce() {
  return {
    pouchDb: perSecond(await drainPouchDb('chromium', BACKLOG, POUCHDB_BATCH)),
    rxDb: perSecond(await drainRxDb('chromium', BACKLOG, RXDB_BATCH)),
    nodePouchDb: perSecond(await drainPouchDb('node', BACKLOG, POUCHDB_BATCH)),
    nodeRxDb: perSecond(await drainRxDb('node', BACKLOG, RXDB_BATCH)),
  };
}

/** One kiosk's backlog through the real protocol, from IndexedDB in Chromium into the ledger of the real server; entries a second. */
export async function drainOnce() {
  const port = await freePort(20_600, 20_649);
  const profile = process.env['BENCH_CPU_PROF'];
  const server = await BenchServer.start(
    port,
    profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
  );
  try {
    // A server that has run for a while: its code is compiled.
    const { stop } = await startFleet(server, await server.addKiosk('WARM-UP'), WARM_UP);
    await stop();
    const code = await server.addKiosk('BENCH-1');
    const ms = await inChromium(join(import.meta.dirname, 'page'), port, async (page) => {
      await page.evaluate(([asked, n]) => window.fill(asked, n), [code, BACKLOG] as const);
      // As after a day without a network: the kiosk runs, then the network is there again.
      const reconnect = await cutOff(page);
      await page.evaluate((url) => window.boot(url), server.url);
      const stopProfile = profile === undefined ? null : await startProfile(page);
      const drained = page.evaluate(() => window.drain());
      await reconnect();
      const ms = await drained;
      if (profile !== undefined) await stopProfile?.(join(profile, `page-${Date.now()}.cpuprofile`));
      return ms;
    });
    await server.stop();
    const all = rowsOf(server.database, 'BENCH-1', ALL_TABLES);
    const entries = new Map(
      [...all].filter(([table]) => (ENTRY_TABLES as readonly string[]).includes(table)),
    );
    if (all.get('application')?.length !== BACKLOG) throw new Error('not everything is in the ledger');
    return {
      drained: perSecond(ms),
      rawAll: perSecond(await insertRaw(all)),
      rawEntries: perSecond(await insertRaw(entries)),
    };
  } finally {
    await server.remove();
  }
}

/**
 * One kiosk's backlog against the same rows inserted raw, and against other products with the same content. In Node, each
 * from what it has there: our journal in a file, PouchDB in LevelDB, RxDB in memory. And all from IndexedDB in Chromium,
 * where the browser's own processes share the cores with the server.
 */
export async function drainBench(say: (line: string) => void): Promise<Record<string, number>> {
  const runs: Run[] = [];
  for (let n = 1; n <= REPEATS; n += 1) {
    const run = { ...(await drainOnce()), ...(await peersOnce()), nodeDrain: await drainFleet(1, BACKLOG) };
    say(
      `drain ${n} of ${REPEATS}, a second: ${JSON.stringify(run, (_, v) => (typeof v === 'number' ? Math.round(v) : v))}`,
    );
    runs.push(run);
  }
  const ratio = (over: keyof Run, under: keyof Run) =>
    rounded(median(runs.map((run) => run[over] / run[under])));
  const rate = (name: keyof Run) => Math.round(median(runs.map((run) => run[name])));
  return {
    drainPerSecond: rate('nodeDrain'),
    rawPerSecond: rate('rawAll'),
    pouchDbPerSecond: rate('nodePouchDb'),
    rxDbPerSecond: rate('nodeRxDb'),
    drainToRaw: ratio('nodeDrain', 'rawAll'),
    drainToRawEntries: ratio('nodeDrain', 'rawEntries'),
    drainToPouchDb: ratio('nodeDrain', 'nodePouchDb'),
    drainToRxDb: ratio('nodeDrain', 'nodeRxDb'),
    chromiumDrainPerSecond: rate('drained'),
    chromiumPouchDbPerSecond: rate('pouchDb'),
    chromiumRxDbPerSecond: rate('rxDb'),
    chromiumDrainToRaw: ratio('drained', 'rawAll'),
    chromiumDrainToPouchDb: ratio('drained', 'pouchDb'),
    chromiumDrainToRxDb: ratio('drained', 'rxDb'),
  };
}
