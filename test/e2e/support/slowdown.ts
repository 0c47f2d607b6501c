import type { Browser, BrowserContext, Page } from '@playwright/test';

/** How many times slower than this machine a page computes. */
export const slowdown: number = Number(process.env.QUAYSIDE_E2E_SLOWDOWN ?? 1);

const slowPage = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
};

const slowContext = (context: BrowserContext): void => {
  context.on('page', (page) => {
    // A page that is closed before it was slowed down needs no more of it.
    slowPage(page).catch((error: unknown) => {
      if (!page.isClosed()) throw error;
    });
  });
};

/** With `QUAYSIDE_E2E_SLOWDOWN=4` every page computes four times slower, as on a machine that is. */
export const slowDown = (browser: Browser): void => {
  if (slowdown > 1) browser.on('context', slowContext);
};
