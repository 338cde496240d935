// `npm run sessions`: see README.md in this folder.
import { KioskRun, type RunResult } from './kiosk-run.ts';
import { readOptions, type SessionsOptions } from './options.ts';
import { WRONGS, type Wrong } from './record.ts';

/** Visits of one kiosk; a failure is found again by running that kiosk alone. */
const PER_KIOSK = 40;
/** Happenings that are told with a failure. */
const LAST = 90;

const options = readOptions(process.argv.slice(2));
if ('error' in options) {
  process.stderr.write(`${options.error}\n`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.exit((await perform(options)) ? 0 : 1);

async function perform({ count, seed, visit, tell: most }: SessionsOptions): Promise<boolean> {
  const began = performance.now();
  const counts = Object.fromEntries(WRONGS.map((wrong) => [wrong, 0])) as { [W in Wrong]: number };
  const sums = { sessions: 0, faults: 0, powerCuts: 0, kills: 0, mistakes: 0 };
  const firstKiosk = visit === null ? 0 : Math.floor((visit - 1) / PER_KIOSK);
  const kiosks = visit === null ? Math.ceil(count / PER_KIOSK) : firstKiosk + 1;
  const told = new Map<Wrong, number>();
  for (let kiosk = firstKiosk; kiosk < kiosks; kiosk += 1) {
    const first = kiosk * PER_KIOSK + 1;
    const last = Math.min(first + PER_KIOSK - 1, visit ?? count);
    const result = await KioskRun.perform({ seed: mixed(seed, kiosk), first, count: last - first + 1 });
    sums.sessions += result.visits;
    sums.faults += result.faults;
    sums.powerCuts += result.powerCuts;
    sums.kills += result.kills;
    sums.mistakes += result.mistakes.length;
    for (const { wrong } of result.found) counts[wrong] += 1;
    if (visit === null) tell(seed, result, told, most);
    else for (const line of result.happenings) say(line);
  }
  const { sessions, faults, powerCuts, kills, mistakes } = sums;
  const { openOverCard, personalLeft, toldUntrue, ...named } = counts;
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  const more = { openOverCard, personalLeft, toldUntrue, kills, mistakes, seconds };
  process.stdout.write(`${JSON.stringify({ sessions, faults, powerCuts, ...named, seed, ...more })}\n`);
  return Object.values(counts).every((found) => found === 0) && mistakes === 0;
}

function tell(
  seed: number,
  { found, happenings, mistakes }: RunResult,
  told: Map<Wrong, number>,
  most: number,
): void {
  for (const { wrong, visit, text } of found) {
    say(`${wrong}: visit ${visit} of seed ${seed}: ${text}`);
    const before = told.get(wrong) ?? 0;
    told.set(wrong, before + 1);
    if (before >= most) continue;
    say(`  again: npm run sessions -- --seed ${seed} --visit ${visit}`);
    const from = happenings.findLastIndex((line) => line.includes(`=== VISIT ${visit}:`));
    const next = happenings.findIndex((line, index) => index > from && line.includes('=== VISIT'));
    const lines = happenings.slice(Math.max(0, from), next < 0 ? undefined : next + 1);
    for (const line of lines.slice(-LAST)) say(`  ${line}`);
  }
  for (const mistake of mistakes.slice(0, 1)) say(`mistake in the program: ${mistake}`);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The seed of one kiosk of a run. */
function mixed(seed: number, kiosk: number): number {
  return (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + Math.imul(kiosk + 1, 0xc2b2ae35)) >>> 0;
}
