import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAllowed, PERMISSIONS, ROLES, type Role } from '../access/permissions.ts';
import { startTestHttp, type TestHttp } from '../testing/test-context.ts';
import type { Access } from './authenticate.ts';
import type { HttpContext } from './context.ts';

interface Known {
  readonly method: string;
  readonly url: string;
  readonly access: Access | undefined;
}

const routes: Known[] = [];
let http: TestHttp;

beforeAll(async () => {
  http = await startTestHttp({
    env: { DEMO: '1' },
    onRoute: ({ method, url, config }) => {
      for (const one of [method].flat()) routes.push({ method: one, url, access: config?.access });
    },
  });
});
afterAll(() => http.close());

/** Ids that do not exist: what is let in is not found, or its empty body is refused. */
const addressOf = (url: string) => url.replace(/:id|:orderId/, '999999').replace('/*', '/');

type Headers = Readonly<Record<string, string>>;

async function statusOf({ method, url }: Known, headers: Headers): Promise<number> {
  const answer = await http.app.inject({ method: method as 'GET', url: addressOf(url), headers });
  return answer.statusCode;
}

const REFUSED = new Set([401, 403]);

test('every route says who may call it', () => {
  expect(routes.length).toBeGreaterThan(30);
  expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
});

test('every permission guards a route', () => {
  const guarding = new Set(routes.map(({ access }) => access));
  expect(PERMISSIONS.filter((permission) => !guarding.has(permission))).toEqual([]);
});

test('only these routes are open to everybody', () => {
  const open = routes.filter(({ access, method }) => access === 'public' && method !== 'HEAD');
  expect(open.map(({ method, url }) => `${method} ${url}`).sort()).toEqual(
    [
      'GET /',
      'GET /api/v1/openapi.json',
      'GET /console',
      'GET /console/*',
      'GET /healthz',
      'GET /kiosk',
      'GET /kiosk/*',
      'GET /kiosk/config.json',
      'GET /metrics',
      'GET /simulated/payments',
      'POST /api/v1/demo/enrolment',
      'POST /api/v1/enrol',
      'POST /simulated/payments/:orderId',
    ].sort(),
  );
});

test('without a sign-in everything else is refused', async () => {
  for (const route of routes) {
    const status = await statusOf(route, {});
    if (route.access === 'public') expect([route, REFUSED.has(status)]).toEqual([route, false]);
    else expect([route, status]).toEqual([route, route.access === 'sign-in' ? 403 : 401]);
  }
});

describe.each(ROLES)('%s', (role: Role) => {
  test.each(['session', 'token'] as const)('by %s may call exactly what the role allows', async (by) => {
    for (const route of routes.filter(({ access }) => access !== 'public' && access !== 'sign-in')) {
      // Signing out and changing the password end sessions: each route has one of its own.
      const headers: Headers =
        by === 'token'
          ? await http.bearer(role)
          : await http.signedIn(role, `${role}-${routes.indexOf(route)}`);
      const status = await statusOf(route, headers);
      const { access } = route;
      const allowed =
        access === 'session' ? by === 'session' : isAllowed(role, access as (typeof PERMISSIONS)[number]);
      expect([route, role, REFUSED.has(status) ? status : 'let in']).toEqual([
        route,
        role,
        allowed ? 'let in' : 403,
      ]);
    }
  });
});

test('a part that is not simulated has no simulated routes', async () => {
  const urls: string[] = [];
  const plain: Partial<HttpContext> = { simulatedPayments: null };
  const production = await startTestHttp({
    env: { SIMULATED: '0' },
    overrides: plain,
    onRoute: ({ url }) => urls.push(url),
  });
  await production.close();
  expect(urls.filter((url) => url.includes('simulated') || url.includes('demo'))).toEqual([]);
});
