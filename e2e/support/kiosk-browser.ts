import { readdir, readFile } from 'node:fs/promises';
import { type BrowserContext, chromium, type Page } from '@playwright/test';

export const PORTRAIT = { width: 1080, height: 1920 } as const;

/** Debian's Chromium with a profile of its own, as it runs in a kiosk: touch, portrait, nothing of Google's. */
export class KioskBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly profile: string;

  private constructor(context: BrowserContext, page: Page, profile: string) {
    this.context = context;
    this.page = page;
    this.profile = profile;
  }

  static async open(
    profile: string,
    url: string,
    viewport: { width: number; height: number } = PORTRAIT,
  ): Promise<KioskBrowser> {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      headless: true,
      viewport,
      hasTouch: true,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    return new KioskBrowser(context, page, profile);
  }

  /** Ends every process of this Chromium with SIGKILL, as a power cut would. */
  async kill(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.context.once('close', () => resolve()));
    for (const pid of await processesOf(this.profile)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It was gone already.
      }
    }
    await closed;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** Ids of the processes that run on this profile: only those that a test started. */
async function processesOf(profile: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.split('\0').includes(`--user-data-dir=${profile}`)) found.push(Number(name));
  }
  return found;
}
