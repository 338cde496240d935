// `npm run mutate`, or `npm run mutate -- --only card,payment`: changes one small thing after another in what handles
// cards, money, the ledger and the figures, and looks whether a test notices. Ends with one line of JSON. It takes an
// hour or two; `.mutate/NAME.json` tells of every change, and what survived is listed at the end.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, fail, PINNED_NODE, ROOT, run } from './lib.mjs';

/** What is changed, in which package, and the tests that are held to notice it. */
const GROUPS = {
  card: {
    package: 'kiosk-app',
    mutate: ['src/card/*.ts', '!src/card/card-table.ts', '!src/card/card-types.ts'],
    tests: ['src/card/*.test.ts', 'src/machines/{kiosk-recovery,session-produce,session-check}.test.ts'],
  },
  payment: {
    package: 'kiosk-app',
    mutate: ['src/machines/session-{pay,produce}-states.ts', 'src/machines/recovery-*.ts'],
    tests: ['src/machines/session-*.test.ts', 'src/machines/kiosk-recovery.test.ts'],
  },
  devices: {
    package: 'kiosk-app',
    mutate: ['src/machines/device-monitor*.ts', 'device-service/src/drivers/*-codec.ts'],
    tests: ['src/machines/device-monitor*.test.ts', 'device-service/src/drivers/*.test.ts'],
  },
  ledger: {
    package: 'sync-server',
    mutate: ['src/ledger/{ingest,ledger,conflicts,verify-entry,repaired,journal-days}.ts'],
    tests: ['src/ledger/*.test.ts'],
  },
  payments: { package: 'sync-server', mutate: ['src/payments/*.ts'], tests: ['src/payments/*.test.ts'] },
  projections: {
    package: 'sync-server',
    mutate: ['src/**/*-projection.ts', 'src/applications/find-by-lookup.ts'],
    tests: ['src/{incidents,applications,devices,report}/*.test.ts', 'src/ledger/rebuild.test.ts'],
  },
};

const FOLDER = join(ROOT, '.mutate');

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const names = values.only === undefined ? Object.keys(GROUPS) : values.only.split(',');
const unknown = names.filter((name) => GROUPS[name] === undefined);
if (unknown.length > 0)
  fail(`no such group: ${unknown.join(', ')}. There are ${Object.keys(GROUPS).join(', ')}`);

ensureInstalled();
rmSync(FOLDER, { recursive: true, force: true });
const started = Date.now();
const sum = { mutants: 0, killed: 0, survived: [] };
for (const name of names) {
  const group = GROUPS[name];
  const home = join(ROOT, group.package);
  const sandbox = join(FOLDER, name);
  mkdirSync(sandbox, { recursive: true });
  // The copy that is changed lies beside it, as the package does.
  copyFileSync(join(ROOT, 'tsconfig.base.json'), join(sandbox, 'tsconfig.base.json'));
  const config = join(FOLDER, `${name}.config.json`);
  const report = join(FOLDER, `${name}.json`);
  writeFileSync(config, JSON.stringify(settings(group, sandbox, report)));
  const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js';
  if (!run(PINNED_NODE, [stryker, 'run', config], { cwd: home })) {
    fail(`${name}: the run did not come to its end`);
  }
  count(name, JSON.parse(readFileSync(report, 'utf8')));
}
for (const line of sum.survived) process.stdout.write(`survived: ${line}\n`);
const { mutants, killed } = sum;
const seconds = Math.round((Date.now() - started) / 1000);
process.stdout.write(
  `${JSON.stringify({ mutants, killed, score: Number((killed / mutants).toFixed(3)), groups: names, seconds })}\n`,
);

function settings({ mutate, tests }, sandbox, report) {
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'vitest.config.ts', related: true },
    mutate: [...mutate, '!**/*.test.ts', '!**/*.fixture.ts'],
    // TypeScript 7 has no programming interface to read it with; nothing here needs it.
    tsconfigFile: 'none',
    testFiles: tests,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: report },
    tempDirName: sandbox,
    concurrency: 2,
    coverageAnalysis: 'perTest',
    ignorePatterns: ['dist'],
    allowEmpty: false,
  };
}

function count(name, { files }) {
  for (const [file, { mutants, source }] of Object.entries(files)) {
    for (const { status, location, mutatorName, replacement } of mutants) {
      if (status === 'Ignored' || status === 'CompileError') continue;
      sum.mutants += 1;
      if (status === 'Killed' || status === 'Timeout' || status === 'RuntimeError') sum.killed += 1;
      else {
        const line = source.split('\n')[location.start.line - 1]?.trim() ?? '';
        sum.survived.push(
          `${name} ${file}:${location.start.line} ${mutatorName}: ${line} -> ${replacement ?? ''}`,
        );
      }
    }
  }
}
