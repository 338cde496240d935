import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { accessibilityViolations } from '../support/accessibility.ts';
import { KioskBrowser } from '../support/kiosk-browser.ts';
import { openStoryPage } from '../support/story-page.ts';

/** Every screen, in every mode in which a citizen can read it. */
const MODES = ['', '&elder', '&en', '&en&elder', '&contrast', '&contrast&elder'] as const;
const SIZES = { portrait: { width: 1080, height: 1920 }, landscape: { width: 1920, height: 1080 } } as const;

let profile: string;
let kiosk: KioskBrowser;
let page: Page;
let story: Awaited<ReturnType<typeof openStoryPage>>;
let names: readonly string[] = [];
const said: string[] = [];

test.beforeAll(async () => {
  story = await openStoryPage();
  profile = await mkdtemp(join(tmpdir(), 'haizhu-profile-'));
  kiosk = await KioskBrowser.open(profile, 'about:blank');
  page = kiosk.page;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  await page.goto(story.url);
  names = await page.locator('#stories a').allTextContents();
});
test.afterAll(async () => {
  await kiosk.close();
  await story.close();
  await rm(profile, { recursive: true, force: true });
});

/** Shows one without loading the page anew, in its language and painted. */
async function show(search: string): Promise<void> {
  await page.evaluate(async (to) => {
    history.replaceState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
    const lang = to.includes('&en') ? 'en' : 'zh-CN';
    for (let tries = 0; tries < 100; tries += 1) {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      if (document.documentElement.lang === lang && document.querySelector('.kiosk') !== null) return;
    }
    throw new Error(`${to} is not shown`);
  }, search);
}

/** What a citizen would see as broken: text that is cut off, what has to be scrolled for, what is too small to hit. */
function broken(): readonly string[] {
  const found: string[] = [];
  const name = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${element.textContent?.slice(0, 30)}"`;
  for (const main of document.querySelectorAll('main')) {
    if (main.scrollHeight > main.clientHeight + 1)
      found.push(`${name(main)}: ${main.scrollHeight - main.clientHeight} px have to be scrolled for`);
  }
  for (const element of document.querySelectorAll<HTMLElement>('button, .tile, h1, p, dd, li, span')) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || element.closest('.only-read, svg') !== null) continue;
    if (box.left < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      found.push(`${name(element)}: outside of the screen`);
    if (element.scrollWidth > element.clientWidth + 2 && getComputedStyle(element).display !== 'inline')
      found.push(`${name(element)}: its text is wider than it is`);
  }
  for (const target of document.querySelectorAll<HTMLElement>('button, .tile')) {
    const { width, height } = target.getBoundingClientRect();
    if (width < 60 || height < 60)
      found.push(`${name(target)}: ${Math.round(width)} × ${Math.round(height)} px`);
  }
  return found;
}

for (const mode of MODES) {
  test(`every screen${mode === '' ? '' : ` with ${mode.slice(1)}`} is whole, in both orientations, and accessible`, async () => {
    test.setTimeout(180_000);
    expect(names.length).toBeGreaterThan(60);
    const problems: string[] = [];
    for (const [orientation, size] of Object.entries(SIZES)) {
      await page.setViewportSize(size);
      for (const name of names) {
        await show(`?s=${name}${mode}`);
        for (const problem of await page.evaluate(broken))
          problems.push(`${name} ${orientation}: ${problem}`);
        // The rules are about marks and colours: the language changes neither.
        if (orientation === 'landscape' || mode.includes('&en')) continue;
        for (const { id, nodes } of await accessibilityViolations(page))
          problems.push(`${name}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
      }
    }
    expect([...problems, ...said]).toEqual([]);
  });
}
