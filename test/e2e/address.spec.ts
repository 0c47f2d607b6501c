import type { Page } from '@playwright/test';
import type { E2eHost } from './support/host.ts';
import { withStore } from './support/stores.ts';
import { expect, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

const openService = async (page: Page, host: E2eHost, name: string): Promise<void> => {
  const path = encodeURIComponent(`acme/shop/production/${name}`);
  const service = await host.rest<{ id: string; organizationId: string }>('GET', `/services/${path}`);
  await page.goto(`${host.url}/o/${service.organizationId}/service/${service.id}`);
};

test('a running service shows where it is reached, to be opened and copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await withStore('running-store.ts', [], async (host) => {
    await signIn(page, host);
    await openService(page, host, 'web');
    const addresses = page.getByRole('list', { name: 'Addresses' });
    await expect(addresses.getByRole('listitem')).toHaveCount(3);
    await expect(addresses).toContainText('http://127.0.0.1:8081/');
    await expect(addresses).toContainText('works on the machine that Quayside runs on only');
    await expect(addresses).toContainText('web:5432');
    const open = page.getByRole('link', { name: 'Open', exact: true });
    await expect(open).toHaveAttribute('href', 'http://127.0.0.1:8081/');
    await addresses.getByRole('button', { name: /^Copy/ }).first().click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toBe('http://127.0.0.1:8081/');
    expect(await violations(page)).toEqual([]);

    await page.getByRole('tab', { name: 'Deployments' }).click();
    await page.getByRole('row', { name: /1 .*Succeeded/ }).click();
    await expect(page.getByRole('note').filter({ hasText: 'It runs' })).toContainText(
      'http://127.0.0.1:8081/',
    );
    await expect(page.getByRole('link', { name: 'Open', exact: true })).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await openService(page, host, 'queue');
    await expect(addresses.getByRole('listitem')).toHaveCount(1);
    await expect(addresses).toContainText('inside the environment only');
    await expect(page.getByRole('link', { name: 'Open', exact: true })).toBeHidden();
  });
});
