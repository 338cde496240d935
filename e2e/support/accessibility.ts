import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The rules of WCAG 2.2, A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What the screen breaks of WCAG 2.2 AA; empty when nothing.
 * The screen is judged as it stays: a screen that is still fading in has half its contrast, and whether it is
 * caught so depends on how fast the machine is. Nothing moves for whoever asks for less motion, so that is asked.
 */
export const accessibilityViolations = async (page: Page) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  await page.emulateMedia({ reducedMotion: null });
  return violations;
};
