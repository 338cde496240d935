import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KioskDatabase } from '../adapters/dexie-journal-store.ts';
import { KioskSettings } from '../adapters/kiosk-settings.ts';
import { readKioskConfig } from './kiosk-config.ts';

const CONFIG = { deviceService: 'ws://localhost:5847/xfs4iot/v1.0', demo: true, simulated: ['authority'] };

let db: KioskDatabase;
let settings: KioskSettings;

beforeEach(() => {
  db = new KioskDatabase('config-test', { indexedDB: new IDBFactory(), IDBKeyRange });
  settings = new KioskSettings(db);
});
afterEach(() => {
  db.close();
  vi.unstubAllGlobals();
});

const answer = (body: unknown, status = 200) =>
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status }));
const silence = () =>
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('no network');
  });

test('a cold start without a server finds what the server said last', async () => {
  answer(CONFIG);
  expect(await readKioskConfig(settings, '/kiosk/')).toEqual(CONFIG);
  silence();
  expect(await readKioskConfig(settings, '/kiosk/')).toEqual(CONFIG);
});

test('a newer answer takes the place of the remembered one', async () => {
  answer(CONFIG);
  await readKioskConfig(settings, '/kiosk/');
  answer({ ...CONFIG, deviceService: null, demo: false });
  await readKioskConfig(settings, '/kiosk/');
  silence();
  expect(await readKioskConfig(settings, '/kiosk/')).toEqual({ ...CONFIG, deviceService: null, demo: false });
});

test.each([
  ['an error', { error: 'internal' }, 500],
  ['something else', { hello: 'portal' }, 200],
])('%s in place of the settings does not displace them', async (_, body, status) => {
  answer(CONFIG);
  await readKioskConfig(settings, '/kiosk/');
  answer(body, status);
  expect(await readKioskConfig(settings, '/kiosk/')).toEqual(CONFIG);
});

test('a machine that never reached its server has none', async () => {
  silence();
  expect(await readKioskConfig(settings, '/kiosk/')).toBeNull();
});
