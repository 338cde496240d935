import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createPanelClient,
  type PanelAction,
  type PanelClient,
} from '@haizhu/kiosk-app/device-service/panel-client';
import { expect, test } from '@playwright/test';
import { Citizen } from '../support/citizen.ts';
import { ConsolePage } from '../support/console-page.ts';
import { KioskBrowser } from '../support/kiosk-browser.ts';
import { Office } from '../support/office.ts';
import { Station } from '../support/station.ts';

let station: Station;
let profile: string;
let panel: PanelClient;
let kiosk: KioskBrowser;
let office: Office;
let console_: ConsolePage;

test.beforeAll(async () => {
  station = await Station.open();
  profile = await mkdtemp(join(tmpdir(), 'haizhu-profile-'));
  panel = createPanelClient(station.panelUrl);
  kiosk = await KioskBrowser.open(profile, `${station.url}/kiosk/`);
  office = await Office.open(station.url);
  console_ = await ConsolePage.open(station.url);
  await expect(kiosk.page.getByRole('button', { name: /点一下/ })).toBeVisible({ timeout: 30_000 });
});
test.afterAll(async () => {
  await console_.close();
  await kiosk.close();
  await station.close();
  await rm(profile, { recursive: true, force: true });
});
test.beforeEach(async () => {
  await panel.act({ action: 'restore' });
  await expect(kiosk.page.getByRole('button', { name: /点一下/ })).toBeVisible({ timeout: 30_000 });
});

const attract = () => kiosk.page.getByRole('button', { name: /点一下/ });

const CASES: readonly {
  readonly name: string;
  readonly begin: PanelAction;
  readonly end: PanelAction;
  readonly inConsole: RegExp;
  readonly outOfService: boolean;
  /** Whether it counts as a device fault (hard or soft), by the registry. */
  readonly counts: boolean;
}[] = [
  {
    name: 'a card jam',
    begin: { action: 'jam', device: 'card-reader', when: 'now' },
    end: { action: 'clear-jam', device: 'card-reader' },
    inConsole: /卡住|卡卡|卡片/,
    outOfService: true,
    counts: true,
  },
  {
    name: 'the ID reader unplugged',
    begin: { action: 'plug', device: 'id-reader', on: false },
    end: { action: 'plug', device: 'id-reader', on: true },
    inConsole: /身份证/,
    outOfService: true,
    counts: true,
  },
  {
    name: 'receipt paper out',
    begin: { action: 'paper', level: 'out' },
    end: { action: 'paper', level: 'full' },
    inConsole: /纸/,
    outOfService: false,
    counts: false,
  },
];

for (const { name, begin, end, inConsole, outOfService, counts } of CASES) {
  test(`${name} takes the kiosk to the right screen and is in the console within 5 s, in the report, and ends`, async () => {
    const before = await office.today();
    await console_.page.getByRole('menuitem', { name: '设备' }).click();
    await panel.act(begin);
    // Debounce is part of what staff wait for: a flicker is no fault.
    if (outOfService) await expect(kiosk.page.getByRole('heading', { name: '本机暂停服务' })).toBeVisible();
    else await expect(kiosk.page.getByText('暂时不能打印凭单')).toBeVisible();
    await expect(console_.page.getByRole('cell').filter({ hasText: inConsole }).first()).toBeVisible({
      timeout: 5000,
    });
    await expect
      .poll(async () => (await office.today())['deviceFaults'])
      .toBe((before['deviceFaults'] ?? 0) + (counts ? 1 : 0));
    await panel.act(end);
    await expect(attract()).toBeVisible({ timeout: 30_000 });
    await expect(kiosk.page.getByText('暂时不能打印凭单')).toBeHidden({ timeout: 15_000 });
    await expect(console_.page.getByRole('cell').filter({ hasText: inConsole })).toHaveCount(0, {
      timeout: 15_000,
    });
  });
}

test('a jam while the card is printed, after the payment: the money goes back and the citizen is told so', async () => {
  const citizen = new Citizen(kiosk.page, panel, 'lin-yuehe');
  await citizen.start();
  await citizen.identify();
  await citizen.choose();
  await citizen.touches('确认提交');
  await citizen.sees('请扫码缴费');
  await panel.act({ action: 'jam', device: 'card-printer', when: 'printing' });
  await citizen.pays();
  await citizen.sees('卡片没有制作成功', 60_000);
  await expect(kiosk.page.getByText('您缴的 15 元会原路退回。')).toBeVisible();
  await expect
    .poll(async () => {
      const { applications } = await office.get<{ applications: { payment?: string }[] }>(
        `/api/v1/applications?metric=applications&from=${today()}&to=${today()}`,
      );
      return applications.length;
    })
    .toBeGreaterThan(0);
});

function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
