import type { BrowserContext, Page } from '@playwright/test';
import { killProfile, launchProfile } from './chromium-profile.ts';

export const PORTRAIT = { width: 1080, height: 1920 } as const;

/** Chromium with a profile of its own, as it runs in a kiosk: touch, portrait. */
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
    const context = await launchProfile(profile, {
      viewport,
      hasTouch: true,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    return new KioskBrowser(context, page, profile);
  }

  /** Ends every process of this Chromium with SIGKILL, as a power cut would. */
  async kill(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.context.once('close', () => resolve()));
    await killProfile(this.profile);
    await closed;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
