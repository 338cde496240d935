import { afterEach, beforeEach, expect, test } from 'vitest';
import { SESSION_IDLE_MS, SESSION_MAX_MS } from '../access/sessions.ts';
import { addStaff } from '../access/staff.ts';
import { CHEAP_PASSWORD, startTestHttp, TEST_PASSWORD, type TestHttp } from '../testing/test-context.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startTestHttp();
});
afterEach(() => http.close());

const OWN_PAGE = { 'x-requested-with': 'test' };

function post(
  url: string,
  payload: object,
  headers: Record<string, string> = OWN_PAGE,
  remoteAddress = '127.0.0.1',
) {
  return http.app.inject({ method: 'POST', url, payload, headers, remoteAddress });
}
const me = (headers: Record<string, string>) =>
  http.app.inject({ method: 'GET', url: '/api/v1/me', headers });

async function account(name: string, role: 'admin' | 'bureau' = 'admin') {
  const by = { who: 'test', at: http.clock.now(), cost: CHEAP_PASSWORD };
  const added = await addStaff(http.store, { name, role, password: TEST_PASSWORD }, by);
  if (!added.ok) throw new Error(added.error);
  return added.value;
}

test('the session travels in a cookie that scripts cannot read and other sites cannot send', async () => {
  await account('chen');
  const answer = await post('/api/v1/sign-in', { name: 'chen', password: TEST_PASSWORD });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ name: 'chen', role: 'admin', mustChangePassword: true });
  const [cookie] = answer.cookies;
  expect(cookie).toMatchObject({ name: 'console-session', httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(answer.body).not.toContain(cookie?.value);
  const stored = await http.store.read.selectFrom('staff_session').select('token_digest').execute();
  expect(stored[0]?.token_digest).not.toBe(cookie?.value);
});

test('over https the cookie is secure and bound to the host', async () => {
  const secure = await startTestHttp({ env: { PUBLIC_ORIGIN: 'https://kiosks.example' } });
  const { cookie } = await secure.signedIn('admin');
  expect(cookie).toMatch(/^__Host-console-session=/);
  const answer = await secure.app.inject({
    method: 'POST',
    url: '/api/v1/sign-in',
    headers: { origin: 'https://kiosks.example' },
    payload: { name: 'admin-0', password: TEST_PASSWORD },
  });
  expect(answer.cookies[0]).toMatchObject({ name: '__Host-console-session', secure: true });
  expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
  await secure.close();
});

test('a password that somebody else made has to be changed before anything else', async () => {
  await account('chen');
  const signedIn = await post('/api/v1/sign-in', { name: 'chen', password: TEST_PASSWORD });
  const cookie = `console-session=${signedIn.cookies[0]?.value}`;
  const headers = { cookie, ...OWN_PAGE };
  const before = await http.app.inject({ method: 'GET', url: '/api/v1/fleet', headers });
  expect([before.statusCode, before.json().error]).toEqual([403, 'password-change-required']);
  const wrong = await post('/api/v1/change-password', { current: 'no', next: 'another long one' }, headers);
  expect([wrong.statusCode, wrong.json()]).toMatchObject([
    400,
    { error: 'wrong-password', field: 'current' },
  ]);
  const short = await post('/api/v1/change-password', { current: TEST_PASSWORD, next: 'short' }, headers);
  expect([short.statusCode, short.json()]).toMatchObject([400, { error: 'invalid-body', field: 'next' }]);
  const same = await post(
    '/api/v1/change-password',
    { current: TEST_PASSWORD, next: TEST_PASSWORD },
    headers,
  );
  expect([same.statusCode, same.json()]).toMatchObject([400, { field: 'next' }]);
  const changed = await post(
    '/api/v1/change-password',
    { current: TEST_PASSWORD, next: 'another long one' },
    headers,
  );
  expect(changed.statusCode).toBe(204);
  expect((await me(headers)).json()).toMatchObject({ mustChangePassword: false });
  expect((await http.app.inject({ method: 'GET', url: '/api/v1/fleet', headers })).statusCode).toBe(200);
  expect((await post('/api/v1/sign-in', { name: 'chen', password: TEST_PASSWORD })).statusCode).toBe(401);
});

test('a changed password ends the other sessions of the account', async () => {
  const mine = await http.signedIn('bureau', 'li');
  const other = await post('/api/v1/sign-in', { name: 'li', password: TEST_PASSWORD });
  const elsewhere = { cookie: `console-session=${other.cookies[0]?.value}` };
  expect((await me(elsewhere)).statusCode).toBe(200);
  await post('/api/v1/change-password', { current: TEST_PASSWORD, next: 'another long one' }, mine);
  expect((await me(elsewhere)).statusCode).toBe(401);
  expect((await me(mine)).statusCode).toBe(200);
});

test('signing out ends the session for good', async () => {
  const headers = await http.signedIn('bureau');
  expect((await post('/api/v1/sign-out', {}, headers)).statusCode).toBe(204);
  expect((await me(headers)).statusCode).toBe(401);
});

test('a session ends when it lies idle, and in any case after a working day', async () => {
  const idle = await http.signedIn('bureau');
  http.clock.advance(SESSION_IDLE_MS - 60_000);
  expect((await me(idle)).statusCode).toBe(200);
  http.clock.advance(SESSION_IDLE_MS - 60_000);
  expect((await me(idle)).statusCode).toBe(200);
  http.clock.advance(SESSION_IDLE_MS);
  expect((await me(idle)).statusCode).toBe(401);

  const busy = await http.signedIn('bureau', 'busy');
  for (let used = 0; used < SESSION_MAX_MS - 3_600_000; used += 3_600_000) {
    http.clock.advance(3_600_000);
    expect((await me(busy)).statusCode).toBe(200);
  }
  http.clock.advance(3_600_000);
  expect((await me(busy)).statusCode).toBe(401);
});

test('a wrong name and a wrong password cannot be told apart', async () => {
  await account('chen');
  const name = await post('/api/v1/sign-in', { name: 'nobody', password: TEST_PASSWORD });
  const password = await post('/api/v1/sign-in', { name: 'chen', password: 'wrong' });
  expect([name.statusCode, name.body]).toEqual([401, password.body]);
  expect(http.incidents).toEqual([
    'sign-in-refused: wrong-credentials',
    'sign-in-refused: wrong-credentials',
  ]);
});

test('after five wrong tries of a name from an address even the right password waits', async () => {
  await account('chen');
  const tries = Array.from({ length: 5 }, () => post('/api/v1/sign-in', { name: 'chen', password: 'wrong' }));
  expect((await Promise.all(tries)).map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401, 401]);
  const sixth = await post('/api/v1/sign-in', { name: 'chen', password: TEST_PASSWORD });
  expect([sixth.statusCode, sixth.json().error, sixth.headers['retry-after']]).toEqual([
    429,
    'too-many-tries',
    '900',
  ]);
  const elsewhere = await post(
    '/api/v1/sign-in',
    { name: 'chen', password: TEST_PASSWORD },
    OWN_PAGE,
    '192.0.2.7',
  );
  expect(elsewhere.statusCode).toBe(200);
  http.clock.advance(15 * 60_000);
  expect((await post('/api/v1/sign-in', { name: 'chen', password: TEST_PASSWORD })).statusCode).toBe(200);
});

test('an address that tries many names waits', async () => {
  for (let n = 0; n < 30; n += 1) await post('/api/v1/sign-in', { name: `guess-${n}`, password: 'wrong' });
  expect((await post('/api/v1/sign-in', { name: 'another', password: 'wrong' })).json().error).toBe(
    'too-many-tries',
  );
});

test('a page of another site can neither sign in nor change anything', async () => {
  const headers = await http.signedIn('admin');
  const station = { id: 'S1', zh: '站', en: 'Station' };
  const { cookie } = headers;
  for (const foreign of [
    { cookie },
    { cookie, origin: 'https://evil.example' },
    { cookie, origin: 'https://evil.example', 'x-requested-with': 'test' },
    { cookie, origin: 'null' },
  ]) {
    const answer = await post('/api/v1/stations', station, foreign);
    expect([answer.statusCode, answer.json().error]).toEqual([403, 'foreign-page']);
    const signIn = await post('/api/v1/sign-in', { name: 'admin-0', password: TEST_PASSWORD }, foreign);
    expect([signIn.statusCode, signIn.json().error]).toEqual([403, 'foreign-page']);
  }
  expect(
    (await post('/api/v1/stations', station, { cookie, origin: 'http://localhost:80' })).statusCode,
  ).toBe(201);
});

test('a token works until it is revoked, is stored as a digest and told once', async () => {
  const headers = await http.signedIn('admin');
  const made = await post('/api/v1/tokens', { name: 'nightly report', role: 'bureau' }, headers);
  expect(made.statusCode).toBe(201);
  const { id, token } = made.json();
  const bearer = { authorization: `Bearer ${token}` };
  const fleet = () => http.app.inject({ method: 'GET', url: '/api/v1/fleet', headers: bearer });
  expect((await fleet()).statusCode).toBe(200);
  const list = await http.app.inject({ method: 'GET', url: '/api/v1/tokens', headers });
  expect(list.json().tokens).toMatchObject([
    { id, name: 'nightly report', role: 'bureau', createdBy: 'admin-0', lastUsedAt: http.clock.now() },
  ]);
  expect(list.body).not.toContain(token);
  const stored = await http.store.read.selectFrom('api_token').selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(token);
  const revoke = await http.app.inject({ method: 'DELETE', url: `/api/v1/tokens/${id}`, headers });
  expect(revoke.statusCode).toBe(204);
  expect((await fleet()).statusCode).toBe(401);
});

test('a wrong token is not made good by a cookie', async () => {
  const headers = await http.signedIn('admin');
  const answer = await http.app.inject({
    method: 'GET',
    url: '/api/v1/fleet',
    headers: { ...headers, authorization: 'Bearer hzk_wrong' },
  });
  expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
});

test('accounts: added, disabled, given another role; whoever is signed in with them is signed out', async () => {
  const admin = await http.signedIn('admin', 'root');
  const added = await post('/api/v1/staff', { name: '陈-1', password: TEST_PASSWORD, role: 'bureau' }, admin);
  expect(added.statusCode).toBe(201);
  const again = await post('/api/v1/staff', { name: '陈-1', password: TEST_PASSWORD, role: 'bureau' }, admin);
  expect([again.statusCode, again.json()]).toMatchObject([409, { error: 'name-taken', field: 'name' }]);
  const signedIn = await post('/api/v1/sign-in', { name: '陈-1', password: TEST_PASSWORD });
  const theirs = { cookie: `console-session=${signedIn.cookies[0]?.value}` };
  expect((await me(theirs)).statusCode).toBe(200);
  const patch = (id: number, payload: object) =>
    http.app.inject({ method: 'PATCH', url: `/api/v1/staff/${id}`, headers: admin, payload });
  expect((await patch(added.json().id, { disabled: true })).statusCode).toBe(204);
  expect((await me(theirs)).statusCode).toBe(401);
  expect((await post('/api/v1/sign-in', { name: '陈-1', password: TEST_PASSWORD })).statusCode).toBe(401);
  expect((await patch(added.json().id, { disabled: false, role: 'auditor' })).statusCode).toBe(204);
  expect((await post('/api/v1/sign-in', { name: '陈-1', password: TEST_PASSWORD })).json().role).toBe(
    'auditor',
  );
  expect((await patch(999, { disabled: true })).statusCode).toBe(404);
  const list = await http.app.inject({ method: 'GET', url: '/api/v1/staff', headers: admin });
  expect(list.body).not.toContain('scrypt');
});

test('an administrator remains: nobody can take the last one away', async () => {
  const admin = await http.signedIn('admin', 'root');
  const second = await account('second');
  const token = await http.bearer('admin');
  const [root] = await http.store.read.selectFrom('staff').select('id').where('name', '=', 'root').execute();
  const patch = (id: number | undefined, payload: object, headers: Record<string, string>) =>
    http.app.inject({ method: 'PATCH', url: `/api/v1/staff/${id}`, headers, payload });
  const own = await patch(root?.id, { role: 'bureau' }, admin);
  expect([own.statusCode, own.json().error]).toEqual([409, 'own-account']);
  expect((await patch(second, { role: 'bureau' }, admin)).statusCode).toBe(204);
  const last = await patch(root?.id, { disabled: true }, token);
  expect([last.statusCode, last.json().error]).toEqual([409, 'last-administrator']);
});

test('what staff change is written down, with who did it and no secret', async () => {
  const admin = await http.signedIn('admin', 'root');
  await post('/api/v1/staff', { name: 'chen', password: 'a secret password', role: 'bureau' }, admin);
  const { token } = (await post('/api/v1/tokens', { name: 'script', role: 'admin' }, admin)).json();
  await post('/api/v1/stations', { id: 'S1', zh: '站', en: 'Station' }, { authorization: `Bearer ${token}` });
  const auditor = await http.bearer('auditor');
  const audit = await http.app.inject({ method: 'GET', url: '/api/v1/audit', headers: auditor });
  const rows: { who: string; action: string; target: string }[] = audit.json().rows;
  expect(rows.slice(0, 3).map(({ who, action, target }) => [who, action, target])).toEqual([
    ['test', 'token.made', 'test-2'],
    ['token:script', 'station.added', 'S1'],
    ['root', 'token.made', 'script'],
  ]);
  expect(audit.body).not.toContain('a secret password');
  expect(audit.body).not.toContain(token);
});

test('the audit is read in pages, latest first, each row once', async () => {
  await http.store.write(async (tx) => {
    for (let n = 1; n <= 250; n += 1) {
      await tx
        .insertInto('audit')
        .values({ at: n, who: 'x', action: 'station.added', target: `S${n}`, detail: '' })
        .execute();
    }
  });
  const headers = await http.bearer('auditor');
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const url: string = cursor === null ? '/api/v1/audit' : `/api/v1/audit?cursor=${cursor}`;
    const page = (await http.app.inject({ method: 'GET', url, headers })).json();
    seen.push(...page.rows.map(({ target }: { target: string }) => target));
    cursor = page.next;
  } while (cursor !== null);
  expect(seen.filter((target) => target.startsWith('S'))).toEqual(
    Array.from({ length: 250 }, (_, n) => `S${250 - n}`),
  );
});
