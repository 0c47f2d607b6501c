import type { E2eHost } from './support/host.ts';
import { withStore } from './support/stores.ts';
import { expect, openPalette, openRoom, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

type Made = { readonly id: string };

/** A service of Acme on its server, with a canary beside it; answers where its page is. */
const addService = async (host: E2eHost): Promise<string> => {
  const [organization] = await host.rest<Made[]>('GET', '/organizations');
  const [server] = await host.rest<Made[]>('GET', `/organizations/${organization?.id}/servers`);
  const shop = await host.rest<Made>('POST', `/organizations/${organization?.id}/projects`, { name: 'shop' });
  const [production] = await host.rest<Made[]>('GET', `/projects/${shop.id}/environments`);
  const spec = { source: { type: 'image', image: 'ghcr.io/acme/web:1.2' } };
  const service = { name: 'web', spec, serverId: server?.id };
  const services = `/environments/${production?.id}/services`;
  const { id } = await host.rest<Made>('POST', services, service);
  await host.rest<Made>('POST', services, { ...service, name: 'canary' });
  return `${host.url}/o/${organization?.id}/service/${id}`;
};

test('a domain is added, refused where it makes no sense, changed, checked and deleted', async ({ page }) => {
  await withStore('server-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    const address = await addService(host);
    await page.goto(host.signInUrl);
    await expect(page.getByRole('tree')).toBeVisible();
    await page.goto(address);
    await openRoom(page, 'Domains');
    await expect(page.getByText('No domains yet')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await openPalette(page);
    await page.keyboard.type('add a domain');
    await page
      .getByRole('option', { name: /Add a domain…/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Host').fill('*.bücher.example');
    await dialog.getByLabel('Path', { exact: true }).fill('/a`b');
    await dialog.getByRole('button', { name: 'Add domain' }).click();
    await expect(dialog.getByText(/must begin with a slash/)).toBeVisible();
    await dialog.getByLabel('Path', { exact: true }).fill('/api/');
    await dialog.getByLabel('Who may sign in').fill('ann: secret');
    await dialog.getByLabel('Headers of every answer').fill('X-Frame-Options: DENY');
    await dialog.getByRole('button', { name: 'Add domain' }).click();
    await expect(dialog.getByText(/needs a DNS provider/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Host').fill('bücher.example');
    await dialog.getByRole('button', { name: 'Add domain' }).click();
    const row = page
      .getByRole('table', { name: 'Domains' })
      .getByRole('row', { name: /bücher\.example\/api/ });
    await expect(row).toContainText('Waits for a deployment');
    await expect(row).toContainText('sign-in (1), 1 header');
    expect(await violations(page)).toEqual([]);

    await row.getByRole('button', { name: 'Change bücher.example/api' }).click();
    await expect(dialog.getByLabel('Who may sign in')).toHaveValue('ann');
    await dialog.getByLabel('HTTPS', { exact: true }).selectOption('internal');
    await dialog.getByLabel('On', { exact: true }).uncheck();
    await dialog.getByRole('button', { name: 'Share requests with another service' }).click();
    await dialog.getByLabel('Percent of share 1').fill('101');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByLabel('Percent of share 1')).toHaveAttribute('aria-invalid', 'true');
    await dialog.getByLabel('Percent of share 1').fill('25');
    await expect(dialog.getByText('75 % stay here')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('of the proxy');
    await expect(row).toContainText('25 % to another service, not deployed');
    await expect(row.getByText('Off', { exact: true })).toBeVisible();

    await row.getByRole('button', { name: 'Delete bücher.example/api' }).click();
    await dialog.getByRole('button', { name: 'Delete domain' }).click();
    await expect(page.getByText('No domains yet')).toBeVisible();
    expect(errors).toEqual([]);
  });
});
