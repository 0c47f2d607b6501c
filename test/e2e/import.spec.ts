import { dokployKey, startDokploy } from '#test/support/dokploy-server.ts';
import { withStore } from './support/stores.ts';
import { expect, openPalette, row, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

test('a Dokploy instance is looked at, ticked and brought in, and a compose text beside it', async ({
  page,
}) => {
  await using dokploy = await startDokploy();
  await withStore('server-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    await page.goto(host.signInUrl);
    await expect(page.getByRole('tree')).toBeVisible();
    await openPalette(page);
    await page.keyboard.type('dokploy');
    await page.getByRole('option', { name: /Import/ }).click();

    const instance = page.getByRole('form', { name: 'The instance' });
    await instance.getByLabel('Address').fill(dokploy.url);
    await instance.getByLabel('API key').fill('a-wrong-key');
    await page.keyboard.press('Enter');
    await expect(instance.getByRole('alert')).toContainText('It refuses the API key.');
    await page.reload();
    await instance.getByRole('button', { name: 'Restore' }).click();
    await expect(instance.getByLabel('Address')).toHaveValue(dokploy.url);
    await expect(instance.getByLabel('API key')).toHaveValue('');
    await instance.getByLabel('API key').fill(dokployKey);
    await page.keyboard.press('Enter');

    const shop = page.getByRole('region', { name: 'Web shop' });
    const production = shop.getByRole('region', { name: 'production' });
    await expect(production.getByText('redirects', { exact: true })).toBeVisible();
    await expect(production.getByText(/the volume uploads begins empty/)).toBeVisible();
    await production.getByRole('checkbox', { name: 'web' }).focus();
    await page.keyboard.press('Space');
    await expect(production.getByRole('checkbox', { name: 'production' })).not.toBeChecked();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import 5' }).click();

    await expect(page.getByText('It is here')).toBeVisible();
    await expect(instance.getByLabel('API key')).toHaveValue('');
    await expect(production.getByRole('link', { name: 'web' })).toHaveCount(0);
    await page.emulateMedia({ colorScheme: 'dark' });
    // only then do its colours begin to change
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.setViewportSize({ width: 480, height: 800 });
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await production.getByRole('link', { name: 'db' }).click();
    await expect(page.getByRole('heading', { name: 'db' })).toBeVisible();
    await expect(row(page, 'Web shop')).toBeVisible();

    await page.goBack();
    await page.getByRole('radio', { name: /Compose files/ }).click();
    const files = page.getByRole('form', { name: 'The files' });
    await files.getByLabel('Environment').selectOption({ label: 'Web shop / staging' });
    await files.getByLabel('Name of the service').fill('blog');
    await files
      .getByRole('textbox', { name: 'Compose file' })
      .fill('services: {blog: {image: "ghost:5", privileged: true}}');
    await files.getByRole('button', { name: 'Look at it' }).click();
    await expect(page.getByText(/Asks for root on its server/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import 1' }).click();
    await page.getByRole('link', { name: 'blog' }).click();
    await expect(page.getByRole('heading', { name: 'blog' })).toBeVisible();
    expect(errors).toEqual([]);
  });
});
