import { type Browser, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { ADMIN_PASSWORD } from './station.ts';

/** The console in a window of its own, signed in as the first administrator. */
export class ConsolePage {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #context: BrowserContext;

  private constructor(browser: Browser, context: BrowserContext, page: Page) {
    this.#browser = browser;
    this.#context = context;
    this.page = page;
  }

  static async open(url: string): Promise<ConsolePage> {
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
      ],
    });
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    await page.goto(`${url}/console/`);
    await page.getByLabel('用户名').or(page.getByLabel('账号')).first().fill('admin');
    await page.getByLabel('密码').fill(ADMIN_PASSWORD);
    await page.getByRole('button', { name: /登\s*录/ }).click();
    await expect(page.getByRole('menuitem', { name: '设备' })).toBeVisible();
    return new ConsolePage(browser, context, page);
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.#browser.close();
  }
}
