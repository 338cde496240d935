// `npm run chaos`: see CONTRIBUTING and docs/benchmarks.md. Needs CHROMIUM_PATH or Debian's Chromium.
import { ChaosRun } from './chaos-run.ts';
import { readOptions } from './options.ts';

const options = readOptions(process.argv.slice(2));
if ('error' in options) {
  process.stderr.write(`${options.error}\n`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const say = (line: string) => process.stderr.write(`${line}\n`);
const { seed, rounds, browsers, nodes } = options;
say(`seed ${seed}: ${rounds} rounds, ${browsers} Chromium kiosks, ${nodes} simulated kiosks`);
const { well, ...result } = await ChaosRun.perform(options, say);
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(well ? 0 : 1);
