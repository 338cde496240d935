import { join } from 'node:path';
import type { Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { inChromium } from '../support/chromium-page.ts';
import type { Held } from './store-page/main.ts';

/** Nobody listens there: the store needs no server. */
const onPage = <T>(work: (page: Page) => Promise<T>) =>
  inChromium(join(import.meta.dirname, 'store-page'), 9, work);

function expectWhole({ entries, states, open }: Held, count: number): void {
  expect(entries.map((e) => e.seq)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
  expect(entries.map((e) => e.text)).toEqual(['start', ...entries.slice(0, -1).map((e) => e.digest)]);
  expect(states).toMatchObject([{ epoch: 1, head: count, headDigest: entries.at(-1)?.digest }]);
  expect(open).toBe(count);
}

test('in Chromium a commit is whole or not at all, also where its place is taken or a value is refused', async () => {
  await onPage(async (page) => {
    expectWhole(await page.evaluate(() => window.twoWriters(20)), 60);
    const { refused, held } = await page.evaluate(() => window.unstorable());
    expect(refused).toBe('DataCloneError');
    expectWhole(held, 2);
    expectWhole(await page.evaluate(() => window.closedMeanwhile()), 2);
  });
}, 120_000);
