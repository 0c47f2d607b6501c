import type { Page } from '@playwright/test';
import { cutIn } from './support/cut.ts';
import type { E2eHost } from './support/host.ts';
import { withStore } from './support/stores.ts';
import { expect, test, watchErrors } from './support/test.ts';

/** A small window, and half of one whose 800 lines stand at 200 %. */
const small = { width: 900, height: 600 };
const tiny = { width: 600, height: 400 };

test.use({ viewport: small });

const nothingIsCut = async (page: Page, what: string): Promise<void> => {
  for (const size of [small, tiny]) {
    await page.setViewportSize(size);
    await expect
      .poll(() => cutIn(page), { message: `${what} at ${size.width} × ${size.height}` })
      .toEqual([]);
  }
};

const shown = async (page: Page): Promise<void> => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('main .animate-spin')).toHaveCount(0);
};

/** Shows every page of every room of what is shown, by the tabs and the folded lists. */
const everyPage = async (page: Page, look: (what: string) => Promise<void>): Promise<void> => {
  const tabs = page.getByRole('tablist', { name: /^Parts of/ }).getByRole('tab');
  await expect(tabs.first()).toBeVisible();
  const ids = await tabs.evaluateAll((found) => found.map((tab) => tab.getAttribute('data-tab') ?? ''));
  for (const id of ids) {
    const tab = page.locator(`[role=tab][data-tab="${id}"]`);
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    const folded = page.getByRole('tabpanel').getByRole('button', { name: /^Pages of .+: / });
    if (!(await folded.isVisible())) {
      await look(id);
      continue;
    }
    const links = page.getByRole('dialog', { name: /^Pages of/ }).getByRole('link');
    await folded.click();
    const names = await links.allTextContents();
    await page.keyboard.press('Escape');
    for (const name of names) {
      await folded.click();
      await links.filter({ hasText: name }).first().click();
      await expect(folded).toBeFocused();
      await look(`${id}: ${name}`);
    }
  }
};

test('no page leaves a small window, and what is cut says so', async ({ page }) => {
  await withStore('running-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    const { paths, organization, teamId } = await places(host);
    await page.goto(host.signInUrl);
    await expect(page.getByRole('button', { name: 'Tree' })).toBeVisible();
    for (const path of paths) {
      await page.goto(`${host.url}${path}`);
      await everyPage(page, async (what) => {
        await shown(page);
        await nothingIsCut(page, `${path} ${what}`);
        await page.setViewportSize(small);
      });
    }
    for (const id of [`teams/${teamId}`, 'activity', 'profile', 'sessions', 'api-keys', 'help', 'host']) {
      await page.goto(`${host.url}${organization}/${id}`);
      await shown(page);
      await nothingIsCut(page, id);
    }
    await page.goto(`${host.url}/api`);
    await shown(page);
    await nothingIsCut(page, 'the REST interface');
    expect(errors).toEqual([]);
  });
});

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Places {
  readonly organization: string;
  readonly teamId: string;
  /** With rooms or parts of their own. */
  readonly paths: readonly string[];
}

/** One node of each kind, a member and a team, with names as long as they may be. */
const places = async (host: E2eHost): Promise<Places> => {
  const first = async (path: string): Promise<string> => (await host.rest<Named[]>('GET', path))[0]?.id ?? '';
  const organizationId = await first('/organizations');
  const at = `/organizations/${organizationId}`;
  const long = (words: string): string => `${words} `.repeat(8).slice(0, 60).trim();
  const projectId = await first(`${at}/projects`);
  const environmentId = await first(`/projects/${projectId}/environments`);
  const serverId = await first(`${at}/servers`);
  const memberId = await first(`${at}/members`);
  const serviceId = await first(`/environments/${environmentId}/services`);
  const { id: teamId } = await host.rest<Named>('POST', `${at}/teams`, { name: long('Night shift') });
  await host.rest('POST', `${at}/projects`, { name: long('Customer portal') });
  await host.rest('POST', `${at}/api-keys`, {
    name: long('ci of the shop').slice(0, 30),
    expiresInDays: '30',
  });
  const organization = `/o/${organizationId}`;
  const nodes = { project: projectId, environment: environmentId, service: serviceId, server: serverId };
  return {
    organization,
    paths: [
      organization,
      ...Object.entries(nodes).map(([kind, id]) => `${organization}/${kind}/${id}`),
      `${organization}/members/${memberId}`,
    ],
    teamId,
  };
};
