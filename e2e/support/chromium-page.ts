import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Page } from 'puppeteer-core';
import { buildPage } from '../chaos/build-page.ts';
import { NetworkProxy, PAGE_PATH } from '../chaos/proxy.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from './chromium-profile.ts';
import { freePort } from './processes.ts';
import { VaultService } from './vault-service.ts';

/**
 * Runs work in a real Chromium with a new profile on disk, on the page in that folder. Not by Playwright: it has the
 * browser report every frame with all its content, and a third of what is measured would be that.
 */
export async function inChromium<T>(
  folder: string,
  serverPort: number,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const pages = await buildPage(folder);
  const profile = await mkdtemp(join(tmpdir(), 'haizhu-bench-profile-'));
  // For the page and for enrolling only: what is measured goes to the server directly.
  const proxy = await NetworkProxy.open(await freePort(20_650, 20_699), [serverPort], pages);
  const origin = `http://127.0.0.1:${proxy.port}`;
  const vault = new VaultService(join(profile, 'vault'), origin);
  const browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    // As on a machine, with no flag of the driver's own.
    ignoreDefaultArgs: true,
    args: ['--headless', `--user-data-dir=${profile}`, ...CHROMIUM_FLAGS],
    defaultViewport: { width: 320, height: 240 },
    networkEnabled: false,
    // A backlog takes as long as it takes.
    protocolTimeout: 0,
  });
  try {
    const [page = await browser.newPage()] = await browser.pages();
    await page.goto(`${origin}${PAGE_PATH}?vault=${await vault.start()}`);
    return await work(page);
  } finally {
    await browser.close();
    await vault.kill();
    await proxy.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Takes the network away from the page; what comes back gives it back, and nothing is reported from then on. */
export async function cutOff(page: Page): Promise<() => Promise<void>> {
  const devTools = await page.createCDPSession();
  await devTools.send('Network.enable');
  await devTools.send('Network.emulateNetworkConditions', {
    offline: true,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  return async () => {
    await devTools.send('Network.disable');
    await devTools.detach();
  };
}

/** Begins a CPU profile of the page; what comes back ends it and writes it to a file. */
export async function startProfile(page: Page): Promise<(path: string) => Promise<void>> {
  const devTools = await page.createCDPSession();
  await devTools.send('Profiler.enable');
  await devTools.send('Profiler.setSamplingInterval', { interval: 500 });
  await devTools.send('Profiler.start');
  return async (path) => {
    const { profile } = await devTools.send('Profiler.stop');
    await writeFile(path, JSON.stringify(profile));
    await devTools.detach();
  };
}
