import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './tasks/chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const chromium = findChromium();

/** The headless host in Chromium. */
const inChromium = {
  ...devices['Desktop Chrome'],
  viewport: { width: 1280, height: 800 },
  // What moves is painted by the processor here, sixty times a second: half a core for one spinner.
  contextOptions: { reducedMotion: 'reduce' as const },
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
};

/**
 * Projects: `browser` (most), `lab` (what needs real servers) and `electron` (smoke, where a binary is there). The limits
 * end what is stuck, before its part's own limit does, so that a test that hangs is named with the action it hangs at;
 * they say nothing of speed. `QUAYSIDE_E2E_SLOWDOWN=4` makes every page four times slower, to prove it.
 */
export default defineConfig({
  testDir: `${root}test/e2e`,
  outputDir: `${root}test-results`,
  timeout: 240_000,
  expect: { timeout: 60_000 },
  // Each test has a host, a store and a browser of its own. Two at once took 12 minutes for tests whose times add up
  // to 23, on two cores with other work beside; what they wait for are events.
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    actionTimeout: 60_000,
    // Every test is traced, since none is tried twice: its actions, with what they waited for. The page as it was at each of
    // them took a sixth of the processor of all tests, for those that pass; `QUAYSIDE_TRACE=1` records it.
    trace: {
      mode: 'retain-on-failure',
      snapshots: process.env.QUAYSIDE_TRACE === '1',
      screenshots: false,
      sources: false,
    },
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'browser', testIgnore: ['electron/**', 'lab/**'], use: inChromium },
    // A server that comes or goes changes this machine's network, at which Chromium breaks off what it loads
    // (ERR_NETWORK_CHANGED): a story of another worker would fail by it.
    { name: 'lab', testMatch: 'lab/**/*.spec.ts', workers: 1, use: inChromium },
    { name: 'electron', testMatch: 'electron/**/*.spec.ts' },
  ],
});
