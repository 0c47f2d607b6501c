import { type Browser, test as base, expect, type Page, type Request } from '@playwright/test';
import { type E2eHost, startHost } from './host.ts';
import { type SmallTree, seedSmallTree } from './seed.ts';
import { slowDown } from './slowdown.ts';

export interface Fixtures {
  /** A host with an empty store. */
  readonly emptyHost: E2eHost;
  /** A host with the small tree in the organization Acme. */
  readonly host: E2eHost;
  readonly tree: SmallTree;
  /** A page that is signed in to `host`. */
  readonly app: Page;
}

/** What Chromium breaks loads off with where this machine's network changes, as by a lab server that comes or goes. */
const networkChanged = 'net::ERR_NETWORK_CHANGED';

/** Anything that a browser reports as an error: an exception, or what our content security policy forbids. */
export const watchErrors = (page: Page): string[] => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(networkChanged)) errors.push(message.text());
  });
  return errors;
};

/** Opens an address, again where the network changed before all of it was there. */
export const openWhole = async (page: Page, url: string): Promise<void> => {
  let isBroken = false;
  const note = (request: Request): void => {
    if (request.failure()?.errorText === networkChanged) isBroken = true;
  };
  const load = async (start: () => Promise<unknown>): Promise<void> => {
    isBroken = false;
    await start().catch((error: unknown) => {
      if (!String(error).includes(networkChanged)) throw error;
      isBroken = true;
    });
  };
  page.on('requestfailed', note);
  await load(() => page.goto(url));
  while (isBroken) await load(() => page.reload());
  page.off('requestfailed', note);
};

/** Signs a page in by the link that the host prints, and waits for the tree. */
export const signIn = async (page: Page, host: E2eHost): Promise<void> => {
  await openWhole(page, host.signInUrl);
  await expect(page.getByRole('tree')).toBeVisible();
};

/** A row of the tree by the beginning of its name. */
export const row = (page: Page, name: string) =>
  page.getByRole('treeitem', { name: new RegExp(`^${name}( protected)?( Not deployed)?$`) });

/** Does at once what is held for ten seconds, so that nobody waits for them. */
export const deleteNow = (page: Page): Promise<void> =>
  page.getByRole('region', { name: 'Undo' }).getByRole('button', { name: 'Delete now' }).click();

/** Opens the command palette, which then gets what is typed. */
export const openPalette = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeFocused();
};

export const test = base.extend<Fixtures, { readonly browser: Browser }>({
  browser: [
    async ({ browser }, use) => {
      slowDown(browser);
      await use(browser);
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of this pattern
  emptyHost: async ({}, use) => {
    const host = await startHost();
    await use(host);
    await host.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of this pattern
  host: async ({}, use) => {
    const host = await startHost({ organization: 'Acme' });
    await use(host);
    await host.stop();
  },
  tree: async ({ host }, use) => {
    await use(await seedSmallTree(host));
  },
  app: async ({ page, host, tree }, use) => {
    const errors = watchErrors(page);
    expect(tree.idOf.size).toBeGreaterThan(0);
    await signIn(page, host);
    await use(page);
    expect(errors).toEqual([]);
  },
});

export { expect };

/** Opens a room of what is shown, and where it has several pages one of them by its list. */
export async function openRoom(page: Page, room: string, listed?: string): Promise<void> {
  const tab = page.getByRole('tab', { name: room, exact: true });
  await tab.click();
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  if (listed === undefined) return;
  const link = page
    .getByRole('navigation', { name: `Pages of ${room}` })
    .getByRole('link', { name: new RegExp(`^${listed}`) });
  await link.click();
  await expect(link).toHaveAttribute('aria-current', 'page');
}
