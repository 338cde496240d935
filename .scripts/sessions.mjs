// `npm run sessions -- --count N --seed S`, `--seed S --visit V` for one that failed, or `--short`: visits of many
// citizens at simulated kiosks on a simulated clock, with everything going wrong. Ends with one line of JSON; exit code
// 1 if anything happened that must not.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, PINNED_NODE, ROOT } from './lib.mjs';

ensureInstalled();
const { status } = spawnSync(PINNED_NODE, ['sessions/main.ts', ...process.argv.slice(2)], {
  cwd: join(ROOT, 'e2e'),
  stdio: 'inherit',
});
process.exit(status ?? 1);
