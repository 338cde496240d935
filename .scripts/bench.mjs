// `npm run bench -- sync` and `npm run bench -- journal`: figures measured side by side in one run, docs/benchmarks.md.
// Ends with one line of JSON. `--full` with the largest sizes.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled, fail, PINNED_NODE, ROOT } from './lib.mjs';

ensureInstalled();
const browser = ensureChromium();
if (!browser.ok) fail(browser.message);
const { status } = spawnSync(PINNED_NODE, ['bench/main.ts', ...process.argv.slice(2)], {
  cwd: join(ROOT, 'e2e'),
  env: { ...process.env, CHROMIUM_PATH: browser.path },
  stdio: 'inherit',
});
process.exit(status ?? 1);
