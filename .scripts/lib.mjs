// What every root script needs: a checked-out tree that has never been installed becomes one that runs.
// Plain JavaScript without dependencies, because it runs on the machine's own Node before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
export const PINNED_NODE = join(ROOT, 'node_modules/.bin/node');
const PNPM = 'pnpm@12.21.0';
const STAMPS = join(ROOT, 'node_modules/.stamps');

/** Ends the script with one line that says what to do. */
export function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
  }
}

/** Runs a command to its end; true when it exits with 0. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (result.error) throw result.error;
  return result.status === 0;
}

export function pnpm(args, options = {}) {
  return run('npx', ['--yes', PNPM, ...args], options);
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

function isStamped(name, value) {
  const file = join(STAMPS, name);
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

function stamp(name, value) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(join(STAMPS, name), value);
}

const MANIFESTS = [
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  ...['shared', 'kiosk-app', 'sync-server', 'e2e'].map((p) => `${p}/package.json`),
];

/** Installs what the lockfile names, unless that was done already. */
export function ensureInstalled() {
  requireNode();
  const wanted = hashOf(MANIFESTS);
  if (existsSync(PINNED_NODE) && isStamped('install', wanted)) return;
  process.stderr.write('installing packages…\n');
  // The output goes to stderr: stdout belongs to the script's own last line.
  const env = { ...process.env, CI: 'true' };
  if (
    !pnpm(['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn'], {
      env,
      stdio: ['ignore', 2, 2],
    })
  ) {
    fail('The packages could not be installed: see the lines above; is the npm registry reachable?');
  }
  stamp('install', wanted);
}

function filesUnder(folder) {
  const names = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return names.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (['node_modules', 'dist', 'data'].includes(entry.name)) return [];
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** Builds the web pages, unless nothing they are made of has changed. */
export function ensureBuilt() {
  const sources = ['shared/src', 'kiosk-app', 'sync-server/console'].flatMap(filesUnder);
  const wanted = hashOf([...sources.sort(), ...MANIFESTS]);
  const pages = [
    'kiosk-app/dist/kiosk/index.html',
    'kiosk-app/dist/panel/index.html',
    'sync-server/dist/console/index.html',
  ];
  if (pages.every((p) => existsSync(join(ROOT, p))) && isStamped('build', wanted)) return;
  process.stderr.write('building the pages…\n');
  if (!pnpm(['-r', '--stream', 'build'], { stdio: ['ignore', 2, 2] }))
    fail('The pages could not be built: see the lines above.');
  stamp('build', wanted);
}

export function isFile(path) {
  return existsSync(path) && statSync(path).isFile();
}

/** Whether nobody listens on the port of this machine. */
export function portIsFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Starts a child with the pinned Node, its stdout read line by line. */
export function startNode(args, { cwd, env, onLine }) {
  const child = spawn(PINNED_NODE, args, { cwd: join(ROOT, cwd), env, stdio: ['ignore', 'pipe', 'inherit'] });
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  return child;
}
