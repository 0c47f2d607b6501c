import { mkdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { launchChromium } from '#test/support/launch-chromium.ts';
import { type E2eHost, startHost } from './host.ts';
import { seedSmallTree } from './seed.ts';

/**
 * `node test/e2e/support/screenshots.ts OUT [STORE]`: takes pictures of the real thing in light and dark at two
 * sizes: first run, the empty organization, and a small tree; with a folder of a seeded store also that one.
 */
const [out = 'test-results/screenshots', store] = process.argv.slice(2);
const themes = ['light', 'dark'] as const;
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

interface Picture {
  readonly name: string;
  readonly show: (page: Page) => Promise<unknown>;
}

const row = (page: Page, name: string) => page.getByRole('treeitem', { name: new RegExp(`^${name}( |$)`) });
const filter = (page: Page, text: string) => page.getByLabel('Filter the tree').fill(text);

const openShop = async (page: Page): Promise<void> => {
  await row(page, 'shop').click();
  await row(page, 'production').click();
  await page.getByRole('table', { name: 'Services' }).waitFor();
};

const openPalette = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('web');
  await page.getByRole('option').first().waitFor();
};

const openDeletion = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await row(page, 'shop').focus();
  await page.keyboard.press('Delete');
  await page.getByLabel('What will be lost').waitFor();
};

const goTo = (path: string, heading: string) => async (page: Page) => {
  await page.goto(new URL(page.url()).origin + page.url().replace(/^.*?(\/o\/[^/]+).*$/, `$1${path}`));
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  await page.getByRole('treeitem').first().waitFor();
};

const firstRun: readonly Picture[] = [
  { name: 'first-run', show: (page) => page.getByLabel('Your name').waitFor() },
];
const empty: readonly Picture[] = [
  { name: 'empty', show: (page) => page.getByRole('button', { name: 'Add server' }).waitFor() },
];
const small: readonly Picture[] = [
  {
    name: 'overview',
    show: (page) =>
      page
        .getByRole('button', { name: /^Organization/ })
        .waitFor()
        .then(() => goTo('', 'Acme')(page)),
  },
  { name: 'tree', show: openShop },
  { name: 'palette', show: openPalette },
  { name: 'deletion', show: openDeletion },
  { name: 'audit', show: goTo('/audit', 'Acme') },
  { name: 'help', show: goTo('/help', 'Help') },
  { name: 'profile', show: goTo('/profile', 'Profile and appearance') },
];
const huge: readonly Picture[] = [
  { name: 'huge', show: (page) => row(page, 'project-001').waitFor() },
  { name: 'huge-filter', show: (page) => filter(page, 'billing-2') },
];

const browser = await launchChromium();

const takeAll = async (host: E2eHost, pictures: readonly Picture[]): Promise<void> => {
  for (const colorScheme of themes) {
    for (const viewport of sizes) {
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: 'reduce' });
      await page.goto(host.signInUrl);
      for (const { name, show } of pictures) {
        await show(page);
        await page.screenshot({ path: `${out}/${name}-${colorScheme}-${viewport.width}.png` });
      }
      await page.close();
    }
  }
};

const withHost = async (
  starting: Promise<E2eHost>,
  pictures: readonly Picture[],
  seed = false,
): Promise<void> => {
  const host = await starting;
  try {
    if (seed) await seedSmallTree(host);
    await takeAll(host, pictures);
  } finally {
    await host.stop();
  }
};

await mkdir(out, { recursive: true });
try {
  await withHost(startHost(), firstRun);
  await withHost(startHost({ organization: 'Acme' }), empty);
  await withHost(startHost({ organization: 'Acme' }), small, true);
  if (store) await withHost(startHost({ dataFolder: store }), huge);
} finally {
  await browser.close();
}
