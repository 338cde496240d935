import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-server.ts';
import { TestKiosk } from '../testing/test-kiosk.ts';

let server: TestServer;
let headers: Record<string, string>;
beforeAll(async () => {
  server = await startTestServer({ ports: [20_500, 20_519] });
  headers = await server.signIn();
});
afterAll(() => server.stop());

interface Keys {
  readonly keys: readonly { readonly kid: string; readonly current: boolean }[];
}
const keys = async (): Promise<Keys> =>
  (await (await fetch(`${server.url}/api/v1/sealing-keys`, { headers })).json()) as Keys;

test('a kiosk gets the new key with its next welcome; what it sealed to the old one is opened all the same', async () => {
  const kiosk = await TestKiosk.enrol(server.url);
  await kiosk.join();
  const [before] = (await keys()).keys;
  // Sealed to the old key, and still on the kiosk when the key changes.
  const early = await kiosk.apply(1);

  const made = await fetch(`${server.url}/api/v1/sealing-keys`, { method: 'POST', headers });
  expect(made.status).toBe(201);
  const { kid } = (await made.json()) as { kid: string };
  expect((await keys()).keys).toMatchObject([
    { kid: before?.kid, current: false },
    { kid, current: true },
  ]);

  kiosk.close();
  expect(await kiosk.join()).toMatchObject({ ok: true, sealingKey: { kid } });
  const late = await kiosk.apply(2);
  expect(await kiosk.push()).toMatchObject({ ok: true, through: 2, setAside: [] });
  for (const application of [early, late]) {
    await kiosk.status(application, ({ state }) => state === 'approved' || state === 'refused');
  }
  kiosk.close();

  const { store } = server.app.context;
  const sealed = await store.read
    .selectFrom('sealed_payload')
    .select(['seq', 'key_id'])
    .orderBy('seq')
    .execute();
  expect(sealed).toEqual([
    { seq: 1, key_id: before?.kid },
    { seq: 2, key_id: kid },
  ]);
  const audited = await store.read
    .selectFrom('audit')
    .selectAll()
    .where('action', '=', 'sealing-key.made')
    .execute();
  expect(audited).toMatchObject([{ who: 'admin', target: kid }]);
  const opened = await store.read.selectFrom('sealed_access').selectAll().execute();
  expect(opened.length).toBeGreaterThanOrEqual(2);
});
