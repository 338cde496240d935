import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityViolations } from '../support/accessibility.ts';
import { KioskBrowser } from '../support/kiosk-browser.ts';
import { Station } from '../support/station.ts';

let station: Station;
let profile: string;
let kiosk: KioskBrowser;

test.beforeAll(async () => {
  station = await Station.open();
  profile = await mkdtemp(join(tmpdir(), 'haizhu-profile-'));
  kiosk = await KioskBrowser.open(profile, 'about:blank');
});
test.afterAll(async () => {
  await kiosk.close();
  await station.close();
  await rm(profile, { recursive: true, force: true });
});

const attract = (page: Page) => page.getByRole('button', { name: /点一下/ });

test('the kiosk loads nothing from elsewhere, breaks no policy, throws nothing, and is accessible', async () => {
  const { page } = kiosk;
  const troubles: string[] = [];
  const elsewhere: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== station.url) elsewhere.push(request.url());
  });
  await page.goto(`${station.url}/kiosk/`);
  await expect(attract(page)).toBeVisible({ timeout: 30_000 });
  expect(await accessibilityViolations(page)).toEqual([]);
  await attract(page).tap();
  await expect(page.getByRole('heading', { name: '请把身份证放在读卡区' })).toBeVisible();
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.getByRole('button', { name: '退出' }).tap();
  await expect(attract(page)).toBeVisible({ timeout: 15_000 });
  // The same with the keyboard alone.
  await attract(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '请把身份证放在读卡区' })).toBeVisible();
  // In the moment in which a visit is written down it hears nothing.
  await expect(async () => {
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: '请带好随身物品' })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await expect(attract(page)).toBeVisible({ timeout: 15_000 });
  expect(troubles).toEqual([]);
  expect(elsewhere).toEqual([]);
});

test('a second window of the same machine says so and does not write; when the first is gone it takes over (S10)', async () => {
  await kiosk.page.goto(`${station.url}/kiosk/`);
  await expect(attract(kiosk.page)).toBeVisible({ timeout: 30_000 });
  const second = await kiosk.context.newPage();
  await second.goto(`${station.url}/kiosk/`);
  await expect(second.getByRole('heading', { name: '本机已有一个窗口在办理' })).toBeVisible({
    timeout: 30_000,
  });
  await expect(attract(kiosk.page)).toBeVisible();
  await kiosk.page.close();
  await expect(attract(second)).toBeVisible({ timeout: 30_000 });
});
