// `npm start`: everything on this machine, for trying out and for demonstration. Devices, authority and payment are
// simulated and say so on screen, except where an address of a real one is given. Production: docs/deployment.md.
import { ensureBuilt, ensureInstalled, fail, portIsFree, startNode } from './lib.mjs';

const PORT = process.env.PORT ?? '8080';
const DEVICE_PORTS = Array.from({ length: 11 }, (_, n) => 5846 + n);

ensureInstalled();
ensureBuilt();

const children = new Set();
let stopping = false;

function stop(code) {
  if (stopping) return;
  stopping = true;
  process.exitCode = code;
  for (const child of children) child.kill('SIGTERM');
  // A child that does not end by itself is ended; what it had committed is on disk.
  setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, 10_000).unref();
}

/** The server while it is stopped on purpose, to see the kiosk without it. */
let paused = null;

function begin(name, args, options) {
  const child = startNode(args, options);
  children.add(child);
  child.on('exit', (code, signal) => {
    children.delete(child);
    if (child === paused) return;
    if (!stopping && code !== 0) process.stderr.write(`${name} ended (${signal ?? code}); stopping.\n`);
    stop(stopping ? (process.exitCode ?? 0) : (code ?? 1) || 1);
  });
  return child;
}

process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));
// When npm is killed outright, nobody would stop this script: its children end with it.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && stop(0), 1000).unref();

if (!/^\d+$/.test(PORT) || Number(PORT) < 1 || Number(PORT) > 65535)
  fail(`PORT=${PORT} is not a port: give a number from 1 to 65535.`);
if (!(await portIsFree(Number(PORT))))
  fail(`Port ${PORT} is taken: stop what listens there, or choose another with PORT=… npm start`);
let devicePort = Number(process.env.DEVICE_PORT ?? 0);
for (const port of DEVICE_PORTS) {
  if (devicePort === 0 && (await portIsFree(port))) devicePort = port;
}
if (devicePort === 0) fail('The ports 5846 to 5856 are all taken: the device service needs one of them.');

const server = `http://localhost:${PORT}`;
const dataFolder = process.env.DATA_DIR ?? new URL('../data', import.meta.url).pathname;
const deviceService = await new Promise((resolve) => {
  begin('device service', ['device-service/src/main.ts'], {
    cwd: 'kiosk-app',
    env: {
      ...process.env,
      PORT: String(devicePort),
      SIMULATE: '1',
      SERVER_URL: `http://127.0.0.1:${PORT}`,
      ALLOWED_ORIGINS: `${server},http://127.0.0.1:${PORT}`,
      VAULT_DIR: process.env.VAULT_DIR ?? `${dataFolder}/vault`,
    },
    onLine: (line) => {
      try {
        const said = JSON.parse(line);
        if (said.event === 'listening') resolve(said);
      } catch {
        process.stderr.write(`${line}\n`);
      }
    },
  });
});

let announced = false;
const startServer = () =>
  begin('sync server', ['--max-semi-space-size=32', 'src/main.ts'], {
    cwd: 'sync-server',
    env: {
      ...process.env,
      PORT,
      SIMULATED: '1',
      DEMO: '1',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn',
      DATA_DIR: dataFolder,
      DEVICE_SERVICE_URL: `ws://localhost:${deviceService.port}/xfs4iot/v1.0`,
    },
    onLine: (line) => {
      let said = null;
      try {
        said = JSON.parse(line);
      } catch {
        process.stderr.write(`${line}\n`);
      }
      if (said?.event !== 'ready') return;
      const signIn = said.adminPassword
        ? `user admin, one-time password ${said.adminPassword}`
        : process.env.ADMIN_PASSWORD
          ? 'user admin, the password of ADMIN_PASSWORD'
          : 'user admin, the password you have set';
      const where = `kiosk ${server}/kiosk/ · console ${server}/console/ (${signIn}) · fault panel http://localhost:${deviceService.port}/panel/`;
      if (announced) {
        process.stderr.write(`the server is back: ${where}\n`);
        return;
      }
      announced = true;
      process.stdout.write(`ready: ${where}\n`);
      process.stderr.write(
        'Enter stops the server and starts it again, to see the kiosk without it. Ctrl-C ends all.\n',
      );
    },
  });

let syncServer = startServer();
process.stdin.on('data', () => {
  if (!announced || stopping) return;
  if (paused === null) {
    paused = syncServer;
    syncServer.kill('SIGKILL');
    process.stderr.write('the server is stopped; Enter starts it again.\n');
  } else {
    paused = null;
    syncServer = startServer();
  }
});
// Where nobody can type, nothing waits for it.
process.stdin.unref?.();
