import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { freePort } from '../support/processes.ts';
import { BenchServer } from './bench-server.ts';
import { type Script, startScript } from './script.ts';
import { median, rounded } from './statistics.ts';

const FLEET = 40;
const EACH = 1000;
const WARM_UP = 5000;
const REPEATS = 5;

/** Starts kiosks in a Node process of their own, with a backlog, one for each code; resolves when all are drained. */
export async function startFleet(
  server: BenchServer,
  codes: string | readonly string[],
  applications: number,
): Promise<Script> {
  const folder = await mkdtemp(join(tmpdir(), 'haizhu-fleet-'));
  try {
    const script = join(import.meta.dirname, 'fleet-process.ts');
    return await startScript(script, [server.url, folder, String(applications), ...[codes].flat()]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Kiosks of the kiosk's own sync code in a Node process, each with its journal in a file, against the real server:
 * applications a second, all together.
 */
export async function drainFleet(kiosks: number, applications: number): Promise<number> {
  const server = await BenchServer.start(await freePort(20_600, 20_649));
  try {
    const codes: string[] = [];
    for (let n = 1; n <= kiosks; n += 1) codes.push(await server.addKiosk(`BENCH-${n}`));
    const warm = await startFleet(server, await server.addKiosk('WARM-UP'), WARM_UP);
    await warm.stop();
    const done = await startFleet(server, codes, applications);
    await done.stop();
    await server.stop();
    const db = new DatabaseSync(server.database, { readOnly: true });
    const held = Number(
      db.prepare('select count(*) as n from application where kiosk_id <> ?').get('WARM-UP')?.['n'],
    );
    db.close();
    if (held !== kiosks * applications) throw new Error(`${held} of ${kiosks * applications} in the ledger`);
    return (held / Number(done.said['ms'])) * 1000;
  } finally {
    await server.remove();
  }
}

/** Forty kiosks at once against one with the same number of applications. */
export async function fleetBench(say: (line: string) => void): Promise<Record<string, number>> {
  const runs: { readonly fleet: number; readonly single: number }[] = [];
  for (let n = 1; n <= REPEATS; n += 1) {
    // By turns first: what the machine does to the first of two is not the fleet's alone.
    const early = n % 2 === 1 ? await drainFleet(FLEET, EACH) : null;
    const single = await drainFleet(1, FLEET * EACH);
    const fleet = early ?? (await drainFleet(FLEET, EACH));
    runs.push({ fleet, single });
    say(
      `fleet ${n} of ${REPEATS}: ${FLEET} × ${EACH} at ${Math.round(fleet)}/s, 1 × ${FLEET * EACH} at ${Math.round(single)}/s`,
    );
  }
  return {
    fleetPerSecond: Math.round(median(runs.map((r) => r.fleet))),
    singlePerSecond: Math.round(median(runs.map((r) => r.single))),
    fleetToSingle: rounded(median(runs.map((r) => r.fleet / r.single))),
  };
}
