import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { buildPage } from '../chaos/build-page.ts';
import { NetworkProxy, PAGE_PATH } from '../chaos/proxy.ts';
import { launchProfile } from './chromium-profile.ts';
import { freePort } from './processes.ts';

/** Runs work in a real Chromium with a new profile on disk, on the page in that folder. */
export async function inChromium<T>(
  folder: string,
  serverPort: number,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const pages = await buildPage(folder);
  const profile = await mkdtemp(join(tmpdir(), 'haizhu-bench-profile-'));
  // For the page and for enrolling only: what is measured goes to the server directly.
  const proxy = await NetworkProxy.open(await freePort(20_650, 20_699), serverPort, pages);
  const context = await launchProfile(profile);
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(`http://127.0.0.1:${proxy.port}${PAGE_PATH}`);
    return await work(page);
  } finally {
    await context.close();
    await proxy.close();
    await rm(profile, { recursive: true, force: true });
  }
}

/** Begins a CPU profile of the page; what comes back ends it and writes it to a file. */
export async function startProfile(page: Page): Promise<(path: string) => Promise<void>> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Profiler.enable');
  await devTools.send('Profiler.setSamplingInterval', { interval: 500 });
  await devTools.send('Profiler.start');
  return async (path) => {
    const { profile } = await devTools.send('Profiler.stop');
    await writeFile(path, JSON.stringify(profile));
    await devTools.detach();
  };
}
