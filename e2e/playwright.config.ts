import { defineConfig } from '@playwright/test';

/** Journeys on the production build, with real processes, in Debian's Chromium (CHROMIUM_PATH). */
export default defineConfig({
  testDir: 'journeys',
  outputDir: 'test-results',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  // The counted results go to the file that the test script names.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] === undefined ? [['list']] : [['list'], ['json']],
});
