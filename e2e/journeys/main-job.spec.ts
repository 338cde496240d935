import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPanelClient, type PanelClient } from '@haizhu/kiosk-app/device-service/panel-client';
import { SIMULATED_PEOPLE } from '@haizhu/shared/simulation/people';
import { expect, test } from '@playwright/test';
import { Citizen } from '../support/citizen.ts';
import { KioskBrowser } from '../support/kiosk-browser.ts';
import { Office } from '../support/office.ts';
import { filesWith, readableStorage } from '../support/profile-search.ts';
import { Station } from '../support/station.ts';

let station: Station;
let profile: string;
let panel: PanelClient;

test.beforeAll(async () => {
  station = await Station.open();
  profile = await mkdtemp(join(tmpdir(), 'haizhu-profile-'));
  panel = createPanelClient(station.panelUrl);
});
test.afterAll(async () => {
  await station.close();
  await rm(profile, { recursive: true, force: true });
});

const people = SIMULATED_PEOPLE.filter((p) => p.authority === 'approve' && p.permitCard !== null);

test('one application online, three offline across two power cuts: exactly four, each once, and nobody left behind on the machine', async () => {
  const url = `${station.url}/kiosk/`;
  let kiosk = await KioskBrowser.open(profile, url);
  const [ada, ben, cai, dan] = ['lin-yuehe', 'ou-haiming', 'lin-yuehe', 'ou-haiming'];
  const citizen = (person: string | undefined) => new Citizen(kiosk.page, panel, person ?? '');

  await test.step('online: renewed on the spot', async () => {
    const first = citizen(ada);
    await first.start();
    await first.identify();
    await first.choose();
    await first.touches('确认提交');
    await first.pays();
    await first.takesCard();
    await first.sees('办好了');
    await first.leaves();
  });
  // The page must be in the service worker's hands before the server goes.
  await kiosk.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));

  const codes: string[] = [];
  const intake = async (person: string | undefined) => {
    codes.push(await citizen(person).storesOffline());
  };

  await test.step('server killed: taken in', async () => {
    await station.killServer();
    await expect(kiosk.page.getByText('网络暂时不通').first()).toBeVisible({ timeout: 30_000 });
    await intake(ben);
    await intake(cai);
  });

  await test.step('Chromium killed and started cold without a server: still taken in', async () => {
    await kiosk.kill();
    kiosk = await KioskBrowser.open(profile, url);
    await intake(dan);
  });

  await test.step('server back: received, decided, counted, each once', async () => {
    await station.startServer();
    const office = await Office.open(station.url);
    await expect
      .poll(async () => office.today(), { timeout: 60_000 })
      .toMatchObject({
        applications: 4,
        accepted: 4,
        notAccepted: 0,
        concluded: 4,
        approved: 4,
        refused: 0,
        selfService: 4,
        pending: 0,
        undetermined: 0,
        sessions: 4,
      });
    // The kiosk says how it is in a frame of its own, a moment after its queue has gone.
    await expect
      .poll(async () => (await office.get<{ kiosks: { state: string }[] }>('/api/v1/fleet')).kiosks, {
        timeout: 30_000,
      })
      .toMatchObject([{ state: 'in-service' }]);
  });

  await test.step('the code of a slip is answered at the kiosk', async () => {
    await expect(kiosk.page.getByText('联网正常')).toBeVisible({ timeout: 30_000 });
    await kiosk.page.getByRole('button', { name: '查询办理进度' }).tap();
    for (const sign of codes[0] ?? '')
      await kiosk.page.getByRole('button', { name: sign, exact: true }).tap();
    await kiosk.page.getByRole('button', { name: '查询', exact: true }).tap();
    await expect(kiosk.page.getByRole('heading', { name: '已同意' })).toBeVisible();
    await kiosk.page.getByRole('button', { name: '退出' }).tap();
    await expect(kiosk.page.getByRole('button', { name: /点一下/ })).toBeVisible();
  });

  await test.step('nothing of anybody is on the machine', async () => {
    const planted = people.flatMap(({ idCard, permitCard }) => [
      idCard.name,
      idCard.idNumber,
      idCard.idNumber.slice(6, 14),
      idCard.address,
      permitCard?.number ?? '',
      permitCard?.pinyin ?? '',
    ]);
    const wanted = planted.filter((text) => text.length > 2 || /\p{Script=Han}{2,}/u.test(text));
    const readable = await readableStorage(kiosk.page);
    // That the search can find something at all: a code of the journal's own is there.
    expect(readable).toContain('application.submitted');
    for (const text of wanted) expect(readable).not.toContain(text);
    expect(Object.values(await panel.buffers()).join('')).toBe('');
    // A string that is planted on purpose is found in the profile's files; the people's are not.
    await kiosk.page.evaluate(() => localStorage.setItem('planted', 'PLANTED-ON-PURPOSE-7261'));
    await kiosk.close();
    expect(await filesWith(profile, ['PLANTED-ON-PURPOSE-7261'])).not.toEqual([]);
    expect(await filesWith(profile, wanted)).toEqual([]);
  });
});
