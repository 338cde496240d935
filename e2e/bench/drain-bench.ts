import { freePort } from '../support/processes.ts';
import { BenchServer } from './bench-server.ts';
import { inChromium } from './browser.ts';
import { ALL_TABLES, ENTRY_TABLES, insertRaw, rowsOf } from './raw-insert.ts';
import { median, rounded } from './statistics.ts';

const BACKLOG = 10_000;
const REPEATS = 3;

/** One kiosk's backlog through the real protocol, from IndexedDB in Chromium into the ledger of the real server; entries a second. */
async function drainOnce(full: boolean): Promise<{ drained: number; rawAll: number; rawEntries: number }> {
  void full;
  const port = await freePort(20_600, 20_649);
  const profile = process.env['BENCH_CPU_PROF'];
  const server = await BenchServer.start(port, profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]);
  try {
    const code = await server.addKiosk('BENCH-1');
    const ms = await inChromium(port, async (page) => {
      await page.evaluate(([asked, n]) => window.fill(asked, n), [code, BACKLOG] as const);
      return page.evaluate((url) => window.drain(url), server.url);
    });
    await server.stop();
    const all = rowsOf(server.database, 'BENCH-1', ALL_TABLES);
    const entries = new Map([...all].filter(([table]) => (ENTRY_TABLES as readonly string[]).includes(table)));
    if (all.get('application')?.length !== BACKLOG) throw new Error('not everything is in the ledger');
    const perSecond = (took: number) => (BACKLOG / took) * 1000;
    return {
      drained: perSecond(ms),
      rawAll: perSecond(await insertRaw(all)),
      rawEntries: perSecond(await insertRaw(entries)),
    };
  } finally {
    await server.remove();
  }
}

export async function drainBench(say: (line: string) => void, full: boolean): Promise<Record<string, number>> {
  const runs: Awaited<ReturnType<typeof drainOnce>>[] = [];
  for (let n = 0; n < REPEATS; n += 1) {
    const run = await drainOnce(full);
    say(
      `drain ${n + 1} of ${REPEATS}: ${Math.round(run.drained)}/s; raw ${Math.round(run.rawAll)}/s (all rows), ${Math.round(run.rawEntries)}/s (entries only)`,
    );
    runs.push(run);
  }
  return {
    drainPerSecond: Math.round(median(runs.map((r) => r.drained))),
    rawPerSecond: Math.round(median(runs.map((r) => r.rawAll))),
    rawEntriesPerSecond: Math.round(median(runs.map((r) => r.rawEntries))),
    drainToRaw: rounded(median(runs.map((r) => r.drained / r.rawAll))),
    drainToRawEntries: rounded(median(runs.map((r) => r.drained / r.rawEntries))),
  };
}
