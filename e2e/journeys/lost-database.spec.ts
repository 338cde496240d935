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

test.beforeAll(async () => {
  station = await Station.open();
  profile = await mkdtemp(join(tmpdir(), 'haizhu-profile-'));
  panel = createPanelClient(station.panelUrl);
  office = await Office.open(station.url);
  kiosk = await KioskBrowser.open(profile, 'about:blank');
});
test.afterAll(async () => {
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
const start = () => kiosk.page.getByRole('button', { name: /点一下/ });

test('a kiosk whose browser has removed its database is enrolled again, and what it had promised arrives', async () => {
  await kiosk.page.goto(`${station.url}/kiosk/`);
  await expect(start()).toBeVisible({ timeout: 30_000 });
  await kiosk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect(kiosk.page.getByText('联网正常')).toBeVisible({ timeout: 60_000 });
  await expect.poll(fleet, { timeout: 30_000 }).toMatchObject([{ queued: 0, storage: { spared: true } }]);
  const [{ id } = { id: '' }] = await fleet();

  await test.step('the server is killed; two applications are stored at the kiosk', async () => {
    await station.killServer();
    await expect(kiosk.page.getByText('网络暂时不通').first()).toBeVisible({ timeout: 30_000 });
    await new Citizen(kiosk.page, panel, 'lin-yuehe').storesOffline();
    await new Citizen(kiosk.page, panel, 'ou-haiming').storesOffline();
  });

  await test.step('after a power cut the database is gone: the kiosk says what it was and what waits', async () => {
    await kiosk.kill();
    expect(await removeDatabase(profile)).toBe(true);
    kiosk = await KioskBrowser.open(profile, `${station.url}/kiosk/`);
    await expect(kiosk.page.getByRole('heading', { name: '登记本机' })).toBeVisible({ timeout: 30_000 });
    await expect(
      kiosk.page.getByText(new RegExp(`^本机的数据库已丢失。备份里有设备 ${id} 的 \\d+ 条记录等待送达。`)),
    ).toBeVisible();
    expect(await accessibilityViolations(kiosk.page)).toEqual([]);
  });

  await test.step('enrolled again as what it was, it sends all of it; each counts once', async () => {
    await station.startServer();
    const { code } = await office.post<{ code: string }>(`/api/v1/kiosks/${id}/enrolment-codes`);
    for (const sign of code) await kiosk.page.getByRole('button', { name: sign, exact: true }).tap();
    await kiosk.page.getByRole('button', { name: '登记', exact: true }).tap();
    await expect(start()).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => office.today(), { timeout: 60_000 }).toMatchObject({ applications: 2 });
    await expect
      .poll(fleet, { timeout: 30_000 })
      .toMatchObject([{ id, queued: 0, storage: { spared: true } }]);
  });
});
