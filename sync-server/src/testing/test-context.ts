import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { PasswordCost } from '../access/password.ts';
import type { Role } from '../access/permissions.ts';
import { SignIn } from '../access/sign-in.ts';
import { addStaff } from '../access/staff.ts';
import { makeToken } from '../access/tokens.ts';
import type { Clock } from '../clock.ts';
import { type Config, readConfig } from '../config.ts';
import { DomainEvents } from '../domain-events.ts';
import { buildHttp, type OnRoute } from '../http/build-http.ts';
import type { HttpContext } from '../http/context.ts';
import { cookieName } from '../http/session-cookie.ts';
import { Ledger } from '../ledger/ledger.ts';
import { Metrics } from '../metrics.ts';
import { openStore } from '../storage/open-store.ts';
import type { Store } from '../storage/store.ts';

/** A hash that costs a test no time. */
export const CHEAP_PASSWORD: PasswordCost = { N: 16, r: 1, p: 1 };

/** A clock that stands still until it is told to go on. */
export class TestClock implements Clock {
  #now: number;

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

export interface TestHttp {
  readonly app: FastifyInstance;
  readonly context: HttpContext;
  readonly store: Store;
  readonly clock: TestClock;
  readonly incidents: string[];
  /** A bearer token of that role, as a header. */
  bearer(role: Role): Promise<{ readonly authorization: string }>;
  /** Adds an account and signs in: headers of a page of our own with its session. */
  signedIn(
    role: Role,
    name?: string,
  ): Promise<{ readonly cookie: string; readonly 'x-requested-with': string }>;
  close(): Promise<void>;
}

export const TEST_PASSWORD = 'a long test password';
/** 2026-03-02 10:00 in Beijing. */
export const TEST_START = Date.UTC(2026, 2, 2, 2);

/** The HTTP side with a real store and ledger and no workers, for requests by `app.inject`. */
export async function startTestHttp(
  options: {
    readonly env?: Record<string, string>;
    readonly store?: Store;
    readonly overrides?: Partial<HttpContext>;
    readonly onRoute?: OnRoute;
  } = {},
): Promise<TestHttp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'haizhu-http-'));
  const config = testConfig({ DATA_DIR: dataDir, SIMULATED: '1', ...options.env });
  const store = options.store ?? (await openTestStore(dataDir));
  const clock = new TestClock(TEST_START);
  const events = new DomainEvents();
  const incidents: string[] = [];
  const context: HttpContext = {
    config,
    store,
    events,
    clock,
    logger: pino({ level: 'silent' }),
    metrics: new Metrics(),
    signIn: new SignIn(store, clock, CHEAP_PASSWORD),
    passwordCost: CHEAP_PASSWORD,
    ledger: new Ledger({ store, events, clock, reactions: [] }),
    sealingKey: () => ({ kid: 'test', kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }),
    sealingKeys: {
      list: () => [{ kid: 'test', madeAt: null }],
      rotate: () => Promise.reject(new Error('no keys here')),
    },
    incidents: { record: ({ name, detail }) => incidents.push(`${name}: ${detail}`) },
    simulated: ['authority'],
    simulatedPayments: { list: async () => [], settle: async () => false },
    checkAnswers: true,
    pages: { kiosk: join(dataDir, 'kiosk'), console: join(dataDir, 'console') },
    ...options.overrides,
  };
  const app = await buildHttp(context, options.onRoute);
  let made = 0;
  return {
    app,
    context,
    store,
    clock,
    incidents,
    async bearer(role) {
      made += 1;
      const { token } = await makeToken(
        store,
        { name: `test-${made}`, role },
        { who: 'test', at: clock.now() },
      );
      return { authorization: `Bearer ${token}` };
    },
    async signedIn(role, name = `${role}-${made}`) {
      made += 1;
      const by = { who: 'test', at: clock.now(), cost: CHEAP_PASSWORD };
      const added = await addStaff(store, { name, role, password: TEST_PASSWORD }, by);
      if (!added.ok) throw new Error(added.error);
      await store.write((tx) =>
        tx.updateTable('staff').set({ must_change_password: 0 }).where('id', '=', added.value).execute(),
      );
      const signedIn = await context.signIn.signIn(name, TEST_PASSWORD, '127.0.0.1');
      if (!signedIn.ok) throw new Error(signedIn.error.code);
      return { cookie: `${cookieName(config)}=${signedIn.value.session.token}`, 'x-requested-with': 'test' };
    },
    async close() {
      await app.close();
      // Who brings a store closes it.
      if (options.store === undefined) await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function testConfig(env: Record<string, string>): Config {
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.error.join('\n'));
  return config.value;
}

export async function openTestStore(dataDir: string): Promise<Store> {
  const opened = await openStore({ dataDir });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}
