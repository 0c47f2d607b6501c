import { makeCertificate } from '#test/support/certificates.ts';
import type { E2eHost } from './support/host.ts';
import { withStore } from './support/stores.ts';
import { expect, openPalette, openRoom, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

type Made = { readonly id: string };

/** A service of Acme on its server; answers where its page is. */
const addService = async (host: E2eHost): Promise<string> => {
  const [organization] = await host.rest<Made[]>('GET', '/organizations');
  const [server] = await host.rest<Made[]>('GET', `/organizations/${organization?.id}/servers`);
  const shop = await host.rest<Made>('POST', `/organizations/${organization?.id}/projects`, { name: 'shop' });
  const [production] = await host.rest<Made[]>('GET', `/projects/${shop.id}/environments`);
  const spec = { source: { type: 'image', image: 'ghcr.io/acme/web:1.2' } };
  const service = { name: 'web', spec, serverId: server?.id };
  const { id } = await host.rest<Made>('POST', `/environments/${production?.id}/services`, service);
  return `${host.url}/o/${organization?.id}/service/${id}`;
};

test('a certificate is added, refused where it does not fit, shown by a domain, replaced and deleted', async ({
  page,
}) => {
  const authority = makeCertificate({ name: 'Root' });
  const names = 'DNS:shop.example.com,DNS:*.shop.example.com';
  const soon = new Date(Date.now() + 2 * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const first = makeCertificate({ name: 'shop', names, by: authority, until: soon });
  const second = makeCertificate({ name: 'shop', names, by: authority, key: first.key });
  await withStore('server-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    const address = await addService(host);
    await page.goto(host.signInUrl);
    await expect(page.getByRole('tree')).toBeVisible();

    await openPalette(page);
    await page.keyboard.type('pem');
    await page.getByRole('option', { name: 'Add a certificate…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Shop');
    await dialog.getByLabel('Certificate and chain').fill(authority.certificate + first.certificate);
    await dialog.getByLabel('Private key').fill(makeCertificate({ name: 'other' }).key);
    await dialog.getByRole('button', { name: 'Add certificate' }).click();
    await expect(dialog.getByText(/is not the key of/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Private key').fill(first.key);
    await dialog.getByRole('button', { name: 'Add certificate' }).click();
    const table = page.getByRole('table', { name: 'Certificates' });
    const row = table.getByRole('row', { name: /^Shop/ });
    await expect(row).toContainText('Within 3 days');
    await expect(row).toContainText('Test, Root');
    expect(await violations(page)).toEqual([]);

    await page.goto(address);
    await openRoom(page, 'Domains');
    await page.getByRole('button', { name: 'Add domain' }).first().click();
    await dialog.getByLabel('Host').fill('other.example.com');
    await dialog.getByLabel('HTTPS', { exact: true }).selectOption('own');
    const choice = dialog.getByLabel('Certificate', { exact: true });
    await expect(choice.getByRole('option', { name: 'Shop (not for other.example.com)' })).toBeDisabled();
    await dialog.getByLabel('Host').fill('shop.example.com');
    await choice.selectOption({
      label: (await choice.getByRole('option', { name: /^Shop, until/ }).textContent()) ?? '',
    });
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add domain' }).click();
    const domain = page
      .getByRole('table', { name: 'Domains' })
      .getByRole('row', { name: /shop\.example\.com/ });
    await expect(domain).toContainText('Ends in days');

    await openPalette(page);
    await page.keyboard.type('certificates');
    await page
      .getByRole('option', { name: /Certificates/ })
      .first()
      .click();
    const shown = page.getByRole('table', { name: 'What visitors are shown' });
    await expect(shown.getByRole('row', { name: /shop\.example\.com/ })).toContainText('Within 3 days');
    await row.getByRole('button', { name: 'Delete Shop' }).click();
    await expect(dialog.getByText('shop/production/web')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Delete certificate' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await row.getByRole('button', { name: 'Replace Shop' }).click();
    await dialog.getByLabel('Certificate and chain').fill(second.certificate + authority.certificate);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
    await expect(row).toContainText('2120');
    await expect(row).not.toContainText('Within');

    await row.getByRole('button', { name: 'Shop', exact: true }).click();
    await expect(dialog.getByText('It and 1 of its authority')).toBeVisible();
    await expect(dialog.getByRole('list', { name: 'Shown by' })).toContainText('shop.example.com');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(errors).toEqual([]);
  });
});
