import { openNode, openTab } from './support/lab.ts';
import { withStore } from './support/stores.ts';
import { expect, row, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

test('a database is chosen by its engine, and keeps it', async ({ app: page, host, tree }) => {
  const environment = `/o/${tree.organizationId}/environment/${tree.idOf.get('shop/staging')}`;
  await page.goto(`${host.url}${environment}`);
  await page.getByRole('button', { name: 'New service' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'What to deploy?' });
  await dialog.getByRole('radio', { name: /^Database/ }).click();
  await dialog.getByRole('radio', { name: /^Redis/ }).click();
  await expect(dialog.getByLabel('Version')).toHaveValue('8.2');
  await dialog.getByRole('radio', { name: /^Other image/ }).click();
  await dialog.getByLabel('Image').fill('acme/search:2');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog.getByText('must be given for another image')).toHaveCount(2);
  await dialog.getByRole('radio', { name: /^PostgreSQL/ }).click();
  await dialog.getByLabel('Version').fill('17');
  await dialog.getByLabel('Name').fill('orders');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('region', { name: 'How to connect' })).toContainText(
    'before its first deployment',
  );

  await openTab(page, 'Settings');
  await expect(page.getByText('PostgreSQL, for good')).toBeVisible();
  await page.getByLabel('External port').fill('15432');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Takes effect with the next deployment')).toBeVisible();
});

test('a database tells each client how to connect, with the password once it is shown', async ({ page }) => {
  await withStore('database-store.ts', [], async (host) => {
    await signIn(page, host);
    await row(page, 'shop').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await openNode(page, 'orders');
    const panel = page.getByRole('region', { name: 'How to connect' });
    const inside = panel.getByRole('region', { name: /^Inside/ });
    await expect(inside.getByRole('region', { name: 'for URL' })).toHaveText(
      'postgresql://app:•••@orders:5432/app',
    );
    await inside.getByRole('tab', { name: '.env' }).click();
    await expect(inside.getByRole('region', { name: 'for .env' })).toContainText('PGHOST=orders');
    const outside = panel.getByRole('region', { name: /^From outside/ });
    await expect(outside.getByRole('region', { name: 'for URL' })).toContainText(':15432/app');

    await panel.getByRole('button', { name: 'Show the password' }).click();
    await expect(inside.getByRole('region', { name: 'for .env' })).toContainText(
      /PGPASSWORD=[a-zA-Z0-9]{32}/,
    );
    expect(await violations(page)).toEqual([]);

    await panel.getByRole('button', { name: 'Change the password …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the password of orders' });
    await dialog.getByLabel('New password').fill('pässwörter');
    await dialog.getByRole('button', { name: 'Change the password' }).click();
    await expect(dialog.getByText('must be of letters, digits and signs of ASCII alone')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
});
