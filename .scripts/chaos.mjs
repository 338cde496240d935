// `npm run chaos -- --rounds N --seed S`, or `--short`: kills real kiosks and the real server at random, then counts.
// Ends with one line of JSON; exit code 1 if anything was lost, counted twice, or went wrong otherwise.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled, fail, PINNED_NODE, ROOT } from './lib.mjs';

ensureInstalled();
const browser = ensureChromium();
if (!browser.ok) fail(browser.message);
const { status } = spawnSync(PINNED_NODE, ['chaos/main.ts', ...process.argv.slice(2)], {
  cwd: join(ROOT, 'e2e'),
  env: { ...process.env, CHROMIUM_PATH: browser.path },
  stdio: 'inherit',
});
process.exit(status ?? 1);
