import type { Browser, Page } from '@playwright/test';
import { expect } from './test.ts';

const password = 'a few words are enough';

/** Fills the form of an invitation that is open on a page, and sends it. */
export const register = async (page: Page, name: string): Promise<void> => {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Choose a password').fill(password);
  await page.getByLabel('The same password again').fill(password);
  await page.getByRole('button', { name: /^Register and join/ }).click();
};

/** Registers by the link of an invitation, in a browser of their own. */
export const join = async (browser: Browser, link: string, name: string): Promise<Page> => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(link);
  await register(page, name);
  await expect(page.getByRole('tree')).toBeVisible();
  return page;
};
