// `npm run bench -- sync|journal [--full] [--only NAME]`: see docs/benchmarks.md.
import { parseArgs } from 'node:util';
import { journalBench } from './journal-bench.ts';
import { syncBench } from './sync-bench.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, only: { type: 'string' } },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const [what] = positionals;
if (what !== 'sync' && what !== 'journal') {
  say('npm run bench -- sync, or npm run bench -- journal');
  process.exit(2);
}
const figures =
  what === 'journal'
    ? await journalBench(say, values.full ? 2000 : 500)
    : await syncBench(say, { full: values.full, only: values.only ?? null });
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit(0);
