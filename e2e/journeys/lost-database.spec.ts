import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPanelClient, type PanelClient } from '@haizhu/kiosk-app/device-service/panel-client';
import { expect, test } from '@playwright/test';
import { accessibilityViolations } from '../support/accessibility.ts';
import { removeDatabase } from '../support/chromium-database.ts';
import { Citizen } from '../support/citizen.ts';
import { KioskBrowser } from '../support/kiosk-browser.ts';
import { Office } from '../support/office.ts';
import { Station } from '../support/station.ts';

let station: Station;
let profile: string;
let panel: PanelClient;
let kiosk: KioskBrowser;
let office: Office;

test.beforeEach(async () => {
  station = await Station.open();
  profile = await mkdtemp(join(tmpdir(), 'haizhu-profile-'));
  panel = createPanelClient(station.panelUrl);
  office = await Office.open(station.url);
  kiosk = await KioskBrowser.open(profile, `${station.url}/kiosk/`);
  await expect(start()).toBeVisible({ timeout: 30_000 });
  await kiosk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect(kiosk.page.getByText('联网正常')).toBeVisible({ timeout: 60_000 });
  await expect.poll(fleet, { timeout: 30_000 }).toMatchObject([{ queued: 0, storage: { spared: true } }]);
});
test.afterEach(async () => {
  await kiosk.close();
  await station.close();
  await rm(profile, { recursive: true, force: true });
});

interface FleetKiosk {
  readonly id: string;
  readonly queued: number;
  readonly storage: { readonly spared: boolean | null } | null;
}

const fleet = async () => (await office.get<{ kiosks: FleetKiosk[] }>('/api/v1/fleet')).kiosks;
const idOf = async () => (await fleet())[0]?.id ?? '';
const start = () => kiosk.page.getByRole('button', { name: /点一下/ });

/** As the browser does on a full disk, with the page running. */
async function emptyStorage(storageTypes: string): Promise<void> {
  const devTools = await kiosk.context.newCDPSession(kiosk.page);
  await devTools.send('Storage.clearDataForOrigin', { origin: station.url, storageTypes });
  await devTools.detach();
}

/** What was promised is at the server, once; the kiosk is the only one there and the same as before; nothing is lacking. */
async function allThere(id: string, applications: number): Promise<void> {
  await expect.poll(() => office.today(), { timeout: 60_000 }).toMatchObject({ applications });
  await expect.poll(fleet, { timeout: 30_000 }).toMatchObject([{ id, queued: 0, storage: { spared: true } }]);
  expect(await fleet()).toHaveLength(1);
}

test('a kiosk whose database is gone after a power cut comes back under its name, with all it had promised', async () => {
  const id = await idOf();
  await station.killServer();
  await expect(kiosk.page.getByText('网络暂时不通').first()).toBeVisible({ timeout: 30_000 });
  await new Citizen(kiosk.page, panel, 'lin-yuehe').storesOffline();
  await new Citizen(kiosk.page, panel, 'ou-haiming').storesOffline();
  await kiosk.kill();
  expect(await removeDatabase(profile)).toBe(true);
  kiosk = await KioskBrowser.open(profile, `${station.url}/kiosk/`);
  await expect(start()).toBeVisible({ timeout: 30_000 });
  await station.startServer();
  await allThere(id, 2);
});

for (const [what, types] of [
  ['its databases', 'indexeddb'],
  ['all of the page', 'all'],
] as const) {
  test(`a browser that empties ${what} under the running page: it says so, restarts, and lacks nothing`, async () => {
    const id = await idOf();
    await station.killServer();
    await expect(kiosk.page.getByText('网络暂时不通').first()).toBeVisible({ timeout: 30_000 });
    await new Citizen(kiosk.page, panel, 'lin-yuehe').storesOffline();

    await test.step('while somebody is at the machine', async () => {
      await kiosk.page.getByRole('button', { name: /点一下/ }).tap();
      await emptyStorage(types);
      await expect(kiosk.page.getByRole('heading', { name: '本机存储被清空，正在恢复' })).toBeVisible({
        timeout: 30_000,
      });
    });
    // Where its files are gone as well, it waits for them: the browser's own error would stand there otherwise.
    if (types === 'all') await station.startServer();
    await expect(start()).toBeVisible({ timeout: 60_000 });
    if (types !== 'all') {
      await new Citizen(kiosk.page, panel, 'ou-haiming').storesOffline();
      await station.startServer();
    }
    await allThere(id, types === 'all' ? 1 : 2);
  });
}

test('while the device service keeps no second copy nothing is begun, and it is said; then it goes on', async () => {
  const id = await idOf();
  await station.killDevices();
  await expect(start()).toBeHidden({ timeout: 30_000 });
  await expect
    .poll(fleet, { timeout: 30_000 })
    .toMatchObject([{ id, state: 'out-of-service', storage: { spared: false } }]);
  await kiosk.page.reload();
  await expect(kiosk.page.getByRole('heading', { name: '正在连接本机的设备服务' })).toBeVisible({
    timeout: 30_000,
  });
  expect(await accessibilityViolations(kiosk.page)).toEqual([]);
  await station.startDevices();
  await expect(start()).toBeVisible({ timeout: 60_000 });
  await allThere(id, 0);
});
