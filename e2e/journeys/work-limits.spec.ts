import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPanelClient, type PanelClient } from '@haizhu/kiosk-app/device-service/panel-client';
import { expect, test } from '@playwright/test';
import { accessibilityViolations } from '../support/accessibility.ts';
import { Citizen } from '../support/citizen.ts';
import { ConsolePage } from '../support/console-page.ts';
import { KioskBrowser } from '../support/kiosk-browser.ts';
import { Office } from '../support/office.ts';
import { Station } from '../support/station.ts';

/** A visit that stores an application offline writes five entries: one passes WARN, two pass STOP. */
const LIMITS = { WARN_QUEUE: '3', STOP_QUEUE: '8' };

let station: Station;
let profile: string;
let panel: PanelClient;
let kiosk: KioskBrowser;
let office: Office;

test.beforeAll(async () => {
  station = await Station.open(LIMITS);
  profile = await mkdtemp(join(tmpdir(), 'haizhu-profile-'));
  panel = createPanelClient(station.panelUrl);
  office = await Office.open(station.url);
});
test.afterAll(async () => {
  await station.close();
  await rm(profile, { recursive: true, force: true });
});
test.beforeEach(async () => {
  kiosk = await KioskBrowser.open(profile, 'about:blank');
});
test.afterEach(() => kiosk.close());

interface FleetKiosk {
  readonly state: string;
  readonly queued: number;
  readonly screen: string;
  readonly work: {
    readonly level: string;
    readonly reasons: readonly { readonly limit: string }[];
    readonly refused: boolean;
  };
  readonly storage: { readonly persisted: boolean } | null;
}

const fleet = async () => (await office.get<{ kiosks: FleetKiosk[] }>('/api/v1/fleet')).kiosks;
const start = () => kiosk.page.getByRole('button', { name: /点一下/ });
const stopped = () => kiosk.page.getByRole('heading', { name: '本机暂不受理新申请' });
const sign = () => kiosk.page.getByText(/^工作人员请留意：/);

async function isConnected(): Promise<void> {
  await expect(kiosk.page.getByText('联网正常')).toBeVisible({ timeout: 60_000 });
  await expect.poll(fleet, { timeout: 30_000 }).toMatchObject([{ queued: 0 }]);
}

test('a queue that grows offline first warns staff, then stops new work, and opens again when it is gone', async () => {
  await kiosk.page.goto(`${station.url}/kiosk/`);
  await expect(start()).toBeVisible({ timeout: 30_000 });
  await kiosk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await isConnected();
  await expect(sign()).toBeHidden();
  let code = '';

  await test.step('the server is killed; one application: a sign for staff, and the kiosk works on', async () => {
    await station.killServer();
    await expect(kiosk.page.getByText('网络暂时不通').first()).toBeVisible({ timeout: 30_000 });
    code = await new Citizen(kiosk.page, panel, 'lin-yuehe').storesOffline();
    await expect(sign()).toHaveText('工作人员请留意：待送达 5 条');
    await expect(start()).toBeVisible();
  });

  await test.step('the next one is taken to its end; then nothing new is begun', async () => {
    await new Citizen(kiosk.page, panel, 'ou-haiming').storesOffline(stopped());
    await expect(start()).toHaveCount(0);
    await expect(kiosk.page.getByText('之前存下的申请还没有送出')).toBeVisible();
    await expect(kiosk.page.getByText('请使用旁边的自助机，或到窗口办理')).toBeVisible();
    await expect(kiosk.page.getByText(/^待送达 \d+ 条，已过停收线 8 条$/)).toBeVisible();
    expect(await accessibilityViolations(kiosk.page)).toEqual([]);
  });

  await test.step('what is stored can be looked up', async () => {
    await kiosk.page.getByRole('button', { name: '查询办理进度' }).tap();
    for (const key of code) await kiosk.page.getByRole('button', { name: key, exact: true }).tap();
    await kiosk.page.getByRole('button', { name: '查询', exact: true }).tap();
    await expect(kiosk.page.getByRole('heading', { name: '存在本机，还没有送达' })).toBeVisible();
    await kiosk.page.getByRole('button', { name: '退出' }).tap();
    await expect(stopped()).toBeVisible();
  });

  await test.step('a power cut does not get around it: the limits lie on disk', async () => {
    await kiosk.kill();
    kiosk = await KioskBrowser.open(profile, `${station.url}/kiosk/`);
    await expect(stopped()).toBeVisible({ timeout: 30_000 });
    await expect(kiosk.page.getByText(/已过停收线 8 条$/)).toBeVisible();
  });

  await test.step('the server is back: the queue goes, and the kiosk takes applications again by itself', async () => {
    await station.startServer();
    await expect(start()).toBeVisible({ timeout: 60_000 });
    await isConnected();
    await expect(sign()).toBeHidden();
    await expect
      .poll(fleet, { timeout: 30_000 })
      .toMatchObject([{ state: 'in-service', work: { level: 'ok', reasons: [] } }]);
    expect(await office.today()).toMatchObject({ applications: 2 });
    const citizen = new Citizen(kiosk.page, panel, 'lin-yuehe');
    await citizen.start();
    await citizen.touches('退出');
    await expect(start()).toBeVisible();
  });
});

test('a clock that is two hours wrong stops the kiosk; console, fleet and kiosk say the same; put right, it opens', async () => {
  await kiosk.page.addInitScript(() => {
    const shiftMs = Number(localStorage.getItem('clock-shift') ?? 0);
    const now = Date.now.bind(Date);
    Date.now = () => now() + shiftMs;
  });
  await kiosk.page.goto(`${station.url}/kiosk/`);
  await expect(start()).toBeVisible({ timeout: 30_000 });
  await kiosk.page.evaluate(() => localStorage.setItem('clock-shift', '7200000'));
  await kiosk.page.reload();
  await expect(stopped()).toBeVisible({ timeout: 60_000 });
  await expect(kiosk.page.getByText('时钟误差 120 分钟，已过停收线 60 分钟')).toBeVisible();
  await expect(kiosk.page.getByText('工作人员已收到通知')).toBeVisible();
  await expect.poll(fleet, { timeout: 30_000 }).toMatchObject([
    {
      state: 'out-of-service',
      screen: 'stopped',
      work: { level: 'stop', reasons: [{ limit: 'clockErrorMs' }] },
    },
  ]);
  const [told] = await fleet();
  expect(typeof told?.storage?.persisted).toBe('boolean');

  const console_ = await ConsolePage.open(station.url);
  await console_.page.getByRole('menuitem', { name: '设备' }).click();
  const row = console_.page.getByRole('row').filter({ hasText: '停止受理' });
  await expect(row).toContainText('停止服务');
  await expect(row).toContainText('时钟误差');
  await kiosk.page.evaluate(() => localStorage.removeItem('clock-shift'));
  await kiosk.page.reload();
  await expect(start()).toBeVisible({ timeout: 60_000 });
  await expect(row).toHaveCount(0, { timeout: 30_000 });
  await console_.close();
});

test('a start without a network at a clock of 1970 says what is wrong and begins nothing; put right, it opens', async () => {
  await kiosk.page.addInitScript(() => {
    const shiftMs = Number(localStorage.getItem('clock-shift') ?? 0);
    const now = Date.now.bind(Date);
    Date.now = () => now() + shiftMs;
  });
  await kiosk.page.goto(`${station.url}/kiosk/`);
  await expect(start()).toBeVisible({ timeout: 30_000 });
  await kiosk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await isConnected();
  await station.killServer();
  await kiosk.page.evaluate(() =>
    localStorage.setItem('clock-shift', String(Date.UTC(1970, 0, 2) - Date.now())),
  );
  await kiosk.page.reload();
  await expect(stopped()).toBeVisible({ timeout: 60_000 });
  await expect(start()).toHaveCount(0);
  await expect(kiosk.page.getByText('本机的时钟不准')).toBeVisible();
  await expect(kiosk.page.getByText(/^本机时间 1970-01-02 .*，早于软件的生成时间/)).toBeVisible();
  expect(await accessibilityViolations(kiosk.page)).toEqual([]);

  // The machine finds the time while the page runs, and there is still no server.
  await kiosk.page.evaluate(() => {
    const shiftMs = Number(localStorage.getItem('clock-shift'));
    const now = Date.now.bind(Date);
    Date.now = () => now() - shiftMs;
    localStorage.removeItem('clock-shift');
  });
  await expect(start()).toBeVisible({ timeout: 30_000 });
  await new Citizen(kiosk.page, panel, 'lin-yuehe').storesOffline();
  await station.startServer();
  await isConnected();
  await expect(start()).toBeVisible({ timeout: 30_000 });
});

test('a disk that is full disappoints one citizen, then the kiosk says so; with room again it opens', async () => {
  // Chromium takes no quota from a test that its storage obeys: what the disk would say is said in its place.
  await kiosk.page.addInitScript(() => {
    const writes = IDBObjectStore.prototype;
    for (const name of ['add', 'put'] as const) {
      const write = writes[name];
      writes[name] = function (this: IDBObjectStore, ...values: [unknown, IDBValidKey?]) {
        if (sessionStorage.getItem('disk') === 'full')
          throw new DOMException('No room is left.', 'QuotaExceededError');
        return write.apply(this, values);
      };
    }
  });
  await kiosk.page.goto(`${station.url}/kiosk/`);
  await expect(start()).toBeVisible({ timeout: 30_000 });
  await isConnected();
  await kiosk.page.evaluate(() => sessionStorage.setItem('disk', 'full'));
  await start().tap();
  await expect(kiosk.page.getByRole('heading', { name: '申请没有保存下来' })).toBeVisible();
  await kiosk.page.getByRole('button', { name: /^完成/ }).tap();
  await expect(stopped()).toBeVisible();
  await expect(start()).toHaveCount(0);
  await expect(kiosk.page.getByText('本机现在存不下新的申请')).toBeVisible();
  await expect(kiosk.page.getByText('本机存储无法读写')).toBeVisible();
  await expect
    .poll(fleet, { timeout: 30_000 })
    .toMatchObject([{ state: 'out-of-service', work: { level: 'stop', refused: true } }]);

  await kiosk.page.getByRole('button', { name: '查询办理进度' }).tap();
  await expect(kiosk.page.getByRole('heading', { name: '请输入查询码' })).toBeVisible();
  await kiosk.page.getByRole('button', { name: '退出' }).tap();
  await expect(stopped()).toBeVisible();

  await kiosk.page.evaluate(() => sessionStorage.removeItem('disk'));
  await expect(start()).toBeVisible({ timeout: 60_000 });
  await expect
    .poll(fleet, { timeout: 30_000 })
    .toMatchObject([{ state: 'in-service', work: { level: 'ok', refused: false } }]);
});
