// `npm test`: types, lint, unit, storage on both engines, whole-system journeys in Chromium. Ends with one line
// `N passed, N failed`. A step that is one check (types, lint, build) counts as one.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled, PINNED_NODE, pnpm, ROOT, run } from './lib.mjs';

ensureInstalled();
// First of all: unit tests of the end-to-end package start browsers too, and a new machine has none.
const browser = ensureChromium();
if (browser.ok) process.env.CHROMIUM_PATH = browser.path;
const out = mkdtempSync(join(tmpdir(), 'haizhu-kiosk-test-'));
let passed = 0;
let failed = 0;
const troubles = [];

function count(name, good, bad) {
  passed += good;
  failed += bad;
  if (bad > 0) troubles.push(`${name}: ${bad} failed`);
}

function check(name, work) {
  process.stdout.write(`\n=== ${name}\n`);
  const good = work();
  count(name, good ? 1 : 0, good ? 0 : 1);
  return good;
}

function vitest(pkg) {
  process.stdout.write(`\n=== unit tests: ${pkg}\n`);
  const report = join(out, `${pkg}.json`);
  const fine = run(
    PINNED_NODE,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: join(ROOT, pkg), env: { ...process.env, NO_COLOR: '1' } },
  );
  const told = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  const bad = told?.numFailedTests ?? 0;
  // A run that fails without a failed test (a file that does not load, an error between tests) is a failure too.
  count(pkg, told?.numPassedTests ?? 0, fine ? bad : Math.max(1, bad));
}

function playwright() {
  process.stdout.write('\n=== whole-system journeys\n');
  const report = join(out, 'e2e.json');
  const fine = run(PINNED_NODE, ['node_modules/@playwright/test/cli.js', 'test'], {
    cwd: join(ROOT, 'e2e'),
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  const stats = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).stats : null;
  const bad = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0);
  count('e2e', stats?.expected ?? 0, fine ? bad : Math.max(1, bad));
}

check('Chromium', () => {
  if (!browser.ok) process.stdout.write(`${browser.message}\n`);
  return browser.ok;
});
check('types', () => pnpm(['-r', 'check']));
check('lint and import rules', () => pnpm(['run', 'lint:all']));
for (const pkg of ['shared', 'kiosk-app', 'sync-server']) vitest(pkg);
if (browser.ok) vitest('e2e');
check('sessions, short form', () =>
  run(process.execPath, ['.scripts/sessions.mjs', '--short', '--tell', '1']),
);
if (check('build', () => pnpm(['-r', 'build'])) && browser.ok) {
  playwright();
  check('chaos, short form', () => run(process.execPath, ['.scripts/chaos.mjs', '--short']));
} else count('e2e', 0, 1);

rmSync(out, { recursive: true, force: true });
for (const line of troubles) process.stdout.write(`${line}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
