import { join } from 'node:path';
import { inChromium } from '../support/chromium-page.ts';
import { freePort } from '../support/processes.ts';
import { BenchServer } from './bench-server.ts';
import { median, quantile, rounded } from './statistics.ts';

/** Committing one application in Chromium against one bare strict put in the same page. */
export async function journalBench(
  say: (line: string) => void,
  count: number,
): Promise<Record<string, number>> {
  const port = await freePort(20_600, 20_649);
  const server = await BenchServer.start(port);
  try {
    const code = await server.addKiosk('BENCH-1');
    const { commit, barePut } = await inChromium(join(import.meta.dirname, 'page'), port, (page) =>
      page.evaluate(([asked, n]) => window.commits(asked, n), [code, count] as const),
    );
    const times = {
      commitP50Ms: rounded(median(commit)),
      commitP95Ms: rounded(quantile(commit, 0.95)),
      barePutP50Ms: rounded(median(barePut)),
      barePutP95Ms: rounded(quantile(barePut, 0.95)),
    };
    say(`${count} each: ${JSON.stringify(times)}`);
    return { ...times, commitToBarePut: rounded(quantile(commit, 0.95) / quantile(barePut, 0.95)) };
  } finally {
    await server.remove();
  }
}
