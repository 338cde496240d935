import { readdir, readFile } from 'node:fs/promises';
import { type BrowserContext, chromium } from '@playwright/test';

/** Debian's Chromium, nothing of Google's. */
export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
] as const;
/** For runs with a browser that is set up differently. */
const EXTRA = (process.env['CHROMIUM_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
export const CHROMIUM_FLAGS: readonly string[] = [...FLAGS, ...EXTRA];
const LAUNCH_MS = 30_000;

type Options = NonNullable<Parameters<typeof chromium.launchPersistentContext>[1]>;

/** Starts Chromium on a profile that is kept. */
export function launchProfile(profile: string, options: Options = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 320, height: 240 },
    timeout: LAUNCH_MS,
    args: [...CHROMIUM_FLAGS],
    ...options,
  });
}

/** SIGKILL for all processes that run on this profile now. How many there were. */
export async function killProfile(profile: string): Promise<number> {
  const pids = await processesOf(profile);
  for (const pid of pids) killTree(pid);
  return pids.length;
}

async function processesOf(profile: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(`--user-data-dir=${profile}`) && (await isAlive(name))) found.push(Number(name));
  }
  return found;
}

async function isAlive(pid: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return status !== '' && !/\) [ZX] /.test(status);
}

/** The process, and the group that it leads where it leads one: the browser leads a group of its own. */
function killTree(pid: number): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // It leads no group, or was gone already.
    }
  }
}
