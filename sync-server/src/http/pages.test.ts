import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestHttp, type TestHttp } from '../testing/test-context.ts';

let http: TestHttp;
beforeEach(async () => {
  http = await startTestHttp({ env: { DEMO: '1', DEVICE_SERVICE_URL: 'ws://localhost:5847/xfs4iot/v1.0' } });
});
afterEach(() => http.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  http.app.inject({ method: 'GET', url, headers });

async function build(): Promise<void> {
  const { kiosk, console } = http.context.pages;
  for (const folder of [kiosk, console]) await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(kiosk, 'index.html'), '<title>kiosk</title>');
  await writeFile(join(kiosk, 'sw.js'), 'self');
  await writeFile(join(kiosk, 'assets/main-abc123.js'), 'main');
  await writeFile(join(console, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
  await writeFile(join(kiosk, '../secret.txt'), 'secret');
}

test('pages that are not built say what to do', async () => {
  for (const url of ['/kiosk/', '/console/', '/kiosk/assets/main.js']) {
    const answer = await get(url);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    expect(answer.body).toContain('npm run build');
  }
});

test('the first page leads to the others, with a policy that forbids scripts', async () => {
  const answer = await get('/');
  for (const href of ['/kiosk/', '/console/', '/api/v1/openapi.json'])
    expect(answer.body).toContain(`href="${href}"`);
  const policy = String(answer.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? [];
  expect(answer.body).toContain(`<style nonce="${nonce}">`);
});

test('the kiosk page may speak with the device service and with nobody else, and runs no inline code', async () => {
  await build();
  for (const url of ['/kiosk/', '/kiosk/index.html', '/kiosk/some/route']) {
    const answer = await get(url);
    expect([answer.statusCode, answer.body]).toEqual([200, '<title>kiosk</title>']);
    expect(answer.headers['cache-control']).toBe('no-cache');
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("default-src 'self'");
    expect(policy).toMatch(/connect-src 'self' ws:\/\/localhost:5846 .*ws:\/\/127\.0\.0\.1:5856;/);
    expect(policy).toContain("frame-ancestors 'none'");
  }
});

test('files with a digest in their name are kept for ever, the others are asked about', async () => {
  await build();
  const asset = await get('/kiosk/assets/main-abc123.js');
  expect([asset.statusCode, asset.headers['cache-control']]).toEqual([
    200,
    'public, max-age=31536000, immutable',
  ]);
  expect(asset.headers['content-type']).toContain('javascript');
  expect((await get('/kiosk/sw.js')).headers['cache-control']).toBe('no-cache');
  expect((await get('/kiosk/assets/main-gone.js')).statusCode).toBe(404);
  expect((await get('/kiosk')).headers['location']).toBe('/kiosk/');
});

test.each([
  '/kiosk/../secret.txt',
  '/kiosk/%2e%2e/secret.txt',
  '/kiosk/..%2fsecret.txt',
  '/kiosk/assets/..%2f..%2fsecret.txt',
])('nothing outside the folder is served: %s', async (url) => {
  await build();
  const answer = await get(url);
  expect(answer.body).not.toContain('secret');
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
});

test('each answer with the console page has a nonce of its own, the same in the page and its policy', async () => {
  await build();
  const nonces = new Set<string>();
  for (const url of ['/console/', '/console/throughput?from=2026-01-01', '/console/index.html']) {
    const answer = await get(url);
    const policy = String(answer.headers['content-security-policy']);
    const [, nonce = ''] = /style-src 'self' 'nonce-([^']+)'/.exec(policy) ?? [];
    expect(answer.body).toBe(`<meta name="csp-nonce" content="${nonce}">`);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(policy).not.toContain('unsafe');
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test('the kiosk is told where its devices are and what is simulated', async () => {
  expect((await get('/kiosk/config.json')).json()).toEqual({
    deviceService: 'ws://localhost:5847/xfs4iot/v1.0',
    demo: true,
    simulated: ['authority'],
  });
});

test('what is not there is said in the form of every error', async () => {
  const answer = await get('/api/v1/nothing');
  expect([answer.statusCode, answer.json()]).toEqual([
    404,
    { error: 'not-found', message: expect.any(String) },
  ]);
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
});

test('bodies that are too large, no JSON, or of another type are named errors', async () => {
  const post = (payload: string, type = 'application/json') =>
    http.app.inject({
      method: 'POST',
      url: '/api/v1/enrol',
      headers: { 'content-type': type },
      payload,
    });
  const statusAndError = async (answer: ReturnType<typeof post>) => {
    const { statusCode, json } = await answer;
    return [statusCode, json().error];
  };
  expect(await statusAndError(post(`"${'x'.repeat(70_000)}"`))).toEqual([413, 'too-large']);
  expect(await statusAndError(post('{"code":'))).toEqual([400, 'invalid-body']);
  expect(await statusAndError(post('code=1', 'application/x-www-form-urlencoded'))).toEqual([
    415,
    'not-json',
  ]);
  expect(await statusAndError(post('{"__proto__":{"x":1}}'))).toEqual([400, 'invalid-body']);
});

test('an error of the server is told without its words, and logged', async () => {
  const lines: string[] = [];
  const broken = await startTestHttp({
    overrides: {
      signIn: { signIn: () => Promise.reject(new Error('words of the inside')) } as never,
      logger: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
    },
  });
  const answer = await broken.app.inject({
    method: 'POST',
    url: '/api/v1/sign-in',
    headers: { 'x-requested-with': 'test' },
    payload: { name: 'a name', password: 'b' },
  });
  expect([answer.statusCode, answer.json().error]).toEqual([500, 'internal']);
  expect(answer.body).not.toContain('words');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, err: { message: 'words of the inside' }, route: '/api/v1/sign-in' },
  ]);
  expect(lines.join('')).not.toContain('a name');
  await broken.close();
});

test('the server is well while the database answers, and says what is wrong when it does not', async () => {
  expect((await get('/healthz')).statusCode).toBe(200);
  const refusing = Object.assign(Object.create(http.store), {
    write: () => Promise.reject(new Error('disk I/O error')),
  });
  const ill = await startTestHttp({ overrides: { store: refusing } });
  const answer = await ill.app.inject('/healthz');
  expect([answer.statusCode, answer.json().error]).toEqual([503, 'ledger-not-writable']);
  await ill.close();
});

test('measurements are those of the database', async () => {
  await http.store.write((tx) =>
    tx
      .insertInto('incident')
      .values({
        name: 'unknown-kiosk',
        kiosk_id: 'X',
        address: '',
        detail: '',
        first_at: 1,
        last_at: 2,
        count: 7,
      })
      .execute(),
  );
  await get('/healthz');
  const { body, headers } = await get('/metrics');
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain('haizhu_incidents{name="unknown-kiosk"} 7');
  expect(body).toContain('haizhu_kiosks{state="unknown"} 0');
  expect(body).toMatch(
    /haizhu_http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} 1/,
  );
});
