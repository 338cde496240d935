import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeDatabase, tearDatabase } from '../support/chromium-database.ts';
import { killProfile, launchProfile } from '../support/chromium-profile.ts';
import { freePort } from '../support/processes.ts';
import { VaultService } from '../support/vault-service.ts';
import { buildPage } from './build-page.ts';
import { NetworkProxy, PAGE_PATH } from './proxy.ts';

let proxy: NetworkProxy;
let profile: string;
let vault: VaultService;
const profiles: string[] = [];

beforeAll(async () => {
  const pages = await buildPage(join(import.meta.dirname, 'store-page'));
  // Nobody listens behind it: what is kept needs no server.
  proxy = await NetworkProxy.open(await freePort(20_650, 20_699), [9], pages);
});

afterAll(async () => {
  await vault?.kill();
  await proxy.close();
  for (const folder of profiles) await rm(folder, { recursive: true, force: true });
});

async function newProfile(): Promise<void> {
  profile = await mkdtemp(join(tmpdir(), 'haizhu-kept-'));
  profiles.push(profile);
  await vault?.kill();
  vault = new VaultService(join(profile, 'vault'), `http://127.0.0.1:${proxy.port}`);
}

/** One life of the browser: it appends so many entries and is killed. */
async function life(count: number) {
  const context = await launchProfile(profile);
  const closed = new Promise((resolve) => context.once('close', resolve));
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`http://127.0.0.1:${proxy.port}${PAGE_PATH}?vault=${await vault.start()}`);
  const kept = await page.evaluate((n) => window.keep(n), count);
  while ((await killProfile(profile)) > 0) await new Promise((resolve) => setImmediate(resolve));
  await closed;
  return kept;
}

const to = (count: number) => Array.from({ length: count }, (_, n) => n + 1);

test('a kill that leaves the log of the database half written costs nothing, at no later start', async () => {
  await newProfile();
  for (let lives = 0; lives < 4; lives += 1) {
    expect(await life(5)).toEqual({ before: to(5 * lives), logged: [] });
    expect(await tearDatabase(profile)).toBe(true);
  }
}, 120_000);

test('a database that the browser has removed comes back out of the vault', async () => {
  await newProfile();
  await life(5);
  expect(await removeDatabase(profile)).toBe(true);
  expect(await life(3)).toEqual({ before: to(5), logged: ['restored-from-vault'] });
  expect(await life(0)).toEqual({ before: to(8), logged: [] });
}, 120_000);
