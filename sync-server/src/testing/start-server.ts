import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { PasswordCost } from '../access/password.ts';
import { type App, startApp } from '../app.ts';
import type { Clock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { freePort } from './free-port.ts';

export interface TestServerOptions {
  /** Ports to choose from, the first free one is taken. */
  readonly ports: readonly [from: number, to: number];
  /** Options as in the environment of the server; simulated parts and demonstration kiosks are on by default. */
  readonly env?: Readonly<Record<string, string>>;
  /** An earlier server's folder, to go on with what it held. A new one is made, and removed at the end, otherwise. */
  readonly dataDir?: string;
  readonly clock?: Clock;
}

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  readonly app: App;
  readonly adminPassword: string;
  /** Signs in: headers of a page of our own with its session. */
  signIn(
    name?: string,
    password?: string,
  ): Promise<{ readonly cookie: string; readonly 'x-requested-with': string }>;
  /** Stops it; a folder that was made for it is removed. */
  stop(): Promise<void>;
}

const CHEAP: PasswordCost = { N: 16, r: 1, p: 1 };
const ADMIN_PASSWORD = 'test-admin-password';

/** Starts the whole server in this process. */
export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'haizhu-server-')));
  const port = await freePort(...options.ports);
  const env = { SIMULATED: '1', DEMO: '1', ADMIN_PASSWORD, ...options.env };
  const config = readConfig({ ...env, PORT: String(port), DATA_DIR: dataDir });
  if (!config.ok) throw new Error(config.error.join('\n'));
  const started = await startApp(config.value, {
    logger: pino({ level: env['LOG_LEVEL' as keyof typeof env] ?? 'silent' }),
    passwordCost: CHEAP,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  if (!started.ok) throw new Error(started.error);
  const app = started.value;
  return {
    url: app.url,
    port,
    dataDir,
    app,
    adminPassword: env.ADMIN_PASSWORD,
    async signIn(name = 'admin', password = env.ADMIN_PASSWORD) {
      const answer = await fetch(`${app.url}/api/v1/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-requested-with': 'test' },
        body: JSON.stringify({ name, password }),
      });
      const [cookie] = answer.headers.getSetCookie();
      if (cookie === undefined) throw new Error(`not signed in: ${await answer.text()}`);
      return { cookie: cookie.slice(0, cookie.indexOf(';')), 'x-requested-with': 'test' };
    },
    async stop() {
      await app.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
