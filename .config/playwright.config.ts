import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './tasks/chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const chromium = findChromium();

/**
 * Projects: `browser` (headless host in Chromium) and `electron` (smoke, where a binary is there). The limits end what
 * is stuck and say nothing of speed; `QUAYSIDE_E2E_SLOWDOWN=4` makes every page four times slower, to prove it.
 */
export default defineConfig({
  testDir: `${root}test/e2e`,
  outputDir: `${root}test-results`,
  timeout: 600_000,
  expect: { timeout: 60_000 },
  // Each test has a host, a store and a browser of its own. Two at once took 12 minutes for tests whose times add up
  // to 23, on two cores with other work beside; what they wait for are events.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    // Every test is traced, since none is tried twice: its actions, and the page as it was at each of them. A film beside
    // that would be painted and packed by the processor for tests that pass.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    screenshot: 'only-on-failure',
  },
  projects: [
    {
      name: 'browser',
      testIgnore: 'electron/**',
      use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1280, height: 800 },
        // What moves is painted by the processor here, sixty times a second: half a core for one spinner.
        contextOptions: { reducedMotion: 'reduce' },
        launchOptions: {
          ...(chromium === undefined ? {} : { executablePath: chromium }),
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
    { name: 'electron', testMatch: 'electron/**/*.spec.ts' },
  ],
});
