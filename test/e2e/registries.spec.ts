import type { E2eHost } from './support/host.ts';
import { withStore } from './support/stores.ts';
import { expect, openPalette, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

type Made = { readonly id: string };

/** A service of Acme whose image comes from ghcr.io. */
const addService = async (host: E2eHost): Promise<void> => {
  const [organization] = await host.rest<Made[]>('GET', '/organizations');
  const shop = await host.rest<Made>('POST', `/organizations/${organization?.id}/projects`, { name: 'shop' });
  const [production] = await host.rest<Made[]>('GET', `/projects/${shop.id}/environments`);
  const spec = { source: { type: 'image', image: 'ghcr.io/acme/web:1.2' } };
  await host.rest('POST', `/environments/${production?.id}/services`, { name: 'web', spec });
};

test('a registry is added from the palette, tested, changed, and deleted only once its use was seen', async ({
  page,
}) => {
  await withStore('server-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    await addService(host);
    await page.goto(host.signInUrl);
    await expect(page.getByRole('tree')).toBeVisible();

    await openPalette(page);
    await page.keyboard.type('docker login');
    await page.getByRole('option', { name: 'Add a registry…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('GHCR');
    await dialog.getByLabel('Address').fill('ghcr.io/acme');
    await dialog.getByLabel('User name').fill('robot');
    await dialog.getByLabel('Password or token').fill('a secret token');
    await dialog.getByRole('button', { name: 'Add registry' }).click();
    await expect(dialog.getByText(/without a path/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Address').fill('https://GHCR.io/');
    await dialog.getByRole('button', { name: 'Add registry' }).click();
    const row = page.getByRole('table', { name: 'Registries' }).getByRole('row', { name: /^GHCR/ });
    await expect(row).toContainText('ghcr.io');
    await expect(page.getByRole('tab', { name: 'Connections', selected: true })).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await row.getByRole('button', { name: 'Test GHCR' }).click();
    await expect(dialog.getByLabel('From')).toContainText('harbour');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog.getByRole('alert')).toContainText('harbour');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    await row.getByRole('button', { name: 'Change GHCR' }).click();
    await expect(dialog.getByLabel('Password or token')).toHaveValue('');
    await dialog.getByLabel('Address').fill('quay.io');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByText(/is needed anew for quay\.io/)).toBeVisible();
    await dialog.getByLabel('Address').fill('ghcr.io');
    await dialog.getByLabel('User name').fill('puller');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('puller');

    await row.getByRole('button', { name: 'Delete GHCR' }).click();
    await expect(dialog.getByRole('link', { name: 'shop/production/web' })).toBeVisible();
    const remove = dialog.getByRole('button', { name: 'Delete registry' });
    await expect(remove).toBeDisabled();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Delete it all the same').check();
    await remove.click();
    await expect(page.getByText('No registries yet')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
