import type { Page } from '@playwright/test';
import { withStore } from './support/stores.ts';
import { expect, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

const openKeys = async (page: Page, organizationId: string): Promise<void> => {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/o/${organizationId}/api-keys`);
  await expect(page.getByRole('heading', { name: 'API keys', level: 1 })).toBeVisible();
};

test('a key is made for one place and a few permissions, is shown once, works there alone, and is revoked', async ({
  app: page,
  tree,
  host,
}) => {
  await openKeys(page, tree.organizationId);
  await page.getByRole('button', { name: 'New key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog.getByRole('alert').first()).toBeVisible();

  await dialog.getByLabel('Name', { exact: true }).fill('deploy from CI');
  await dialog.getByLabel('Expires after').selectOption('7');
  await expect(dialog.getByRole('radio', { name: /Only some of it/ })).toBeChecked();
  await dialog.getByLabel('Find a permission').fill('service');
  await dialog.getByRole('group', { name: 'services', exact: true }).getByLabel('read').click();
  await dialog.getByLabel('Find a permission').fill('environments');
  await dialog.getByRole('group', { name: 'environments', exact: true }).getByLabel('read').click();
  await dialog.getByRole('radio', { name: /Only in some places/ }).click();
  await dialog.getByLabel('Find a place').fill('staging');
  await dialog.getByRole('treeitem', { name: /staging/ }).click();
  await dialog.getByLabel('Requests in a window').fill('3');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create key' }).click();

  await expect(page.getByText('Copy it now: it is never shown again')).toBeVisible();
  const secret = (await page.getByRole('region', { name: 'the key' }).textContent()) ?? '';
  expect(secret).toMatch(/^qs_[0-9A-Za-z]{30}_[0-9A-Za-z]{6}$/);
  await expect(page.getByRole('region', { name: 'example' })).toContainText('quayside project list');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText(secret)).toHaveCount(0);

  const ask = async (path: string): Promise<number> =>
    (await fetch(`${host.url}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } })).status;
  expect(await ask(`/services/${tree.idOf.get('shop/staging/web')}`)).toBe(200);
  expect(await ask(`/services/${tree.idOf.get('shop/production/web')}`)).toBe(404);
  expect(await ask(`/organizations/${tree.organizationId}/servers`)).toBe(403);
  expect(await ask(`/services/${tree.idOf.get('shop/staging/web')}`)).toBe(429);

  const row = page.getByRole('table', { name: 'API keys' }).getByRole('row', { name: /deploy from CI/ });
  await expect(row).toContainText('2 permissions');
  await expect(row).toContainText('shop/staging');
  await expect(row).toContainText('days');
  await expect(row).toContainText('127.0.0.1');
  expect(await violations(page)).toEqual([]);

  await row.click();
  await expect(page.getByRole('dialog')).toContainText('services: read');
  await page.getByRole('dialog').getByLabel('Name').fill('deploy');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  // The row opens by Enter too, but not by that which presses its button.
  await page.getByRole('button', { name: 'Revoke deploy', exact: true }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText('No API keys yet')).toBeVisible();
  expect(await ask('/session')).toBe(401);
});

test('a token for a CI job is made by keyboard alone', async ({ app: page, tree }) => {
  await openKeys(page, tree.organizationId);
  await page.getByRole('button', { name: 'New key' }).press('Enter');
  const kind = page.getByRole('radio', { name: /^Token/ });
  await kind.press('Space');
  await expect(kind).toBeChecked();
  await page.getByRole('radio', { name: /^All that you may/ }).press('Space');
  const minutes = page.getByLabel('Lives for (minutes, 1–60)');
  await minutes.press('Control+A');
  await minutes.pressSequentially('61');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(minutes).toBeFocused();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('5');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'the key' })).toContainText('qs_');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: /token …/ })).toContainText('in 5 min');
});

test('keys are shown with their holders to whoever may update members', async ({ app: page, tree, host }) => {
  await host.rest('POST', `/organizations/${tree.organizationId}/api-keys`, {
    name: 'first',
    expiresInDays: '1',
  });
  await openKeys(page, tree.organizationId);
  await expect(page.getByRole('row', { name: /first/ })).toContainText('all that Olivia may');
  await page.getByRole('switch', { name: 'Show everybody’s' }).click();
  await expect(page.getByRole('columnheader', { name: 'Holder' })).toBeVisible();
});

const inGlobexAs = (page: Page, role: string, act: () => Promise<void>): Promise<void> =>
  withStore('viewer-store.ts', [role], async (host) => {
    await signIn(page, host);
    await page.getByRole('button', { name: /Organization/ }).click();
    await page.getByRole('menuitem', { name: 'Globex' }).click();
    await expect(page.getByRole('heading', { name: 'Globex', level: 1 })).toBeVisible();
    const [, , organizationId = ''] = new URL(page.url()).pathname.split('/');
    await page.goto(`${host.url}/o/${organizationId}/api-keys`);
    await act();
  });

test('a permission that one does not hold is in the picker, inert, and says so', async ({ page }) => {
  await inGlobexAs(page, 'Admin', async () => {
    await page.getByRole('button', { name: 'New key' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /Only some of it/ }).click();
    await dialog.getByLabel('Find a permission').fill('organization.');
    const box = dialog.getByRole('group', { name: 'organizations', exact: true }).getByLabel('transfer');
    await expect(box).toHaveAttribute('aria-disabled', 'true');
    await box.hover();
    await expect(page.getByRole('tooltip')).toContainText('You do not hold organization.transfer');
    await box.click({ force: true });
    await expect(box).not.toBeChecked();
    await dialog.getByLabel('Name', { exact: true }).fill('empty');
    await dialog.getByRole('button', { name: 'Create key' }).click();
    await expect(dialog.getByText('Choose at least one permission.')).toBeVisible();
  });
});

test('the page says why it is closed to whoever may not use keys', async ({ page }) => {
  await inGlobexAs(page, 'Viewer', async () => {
    await expect(page.getByText('The list of API keys is not open to you')).toBeVisible();
    await expect(page.getByText(/api\.read on/).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Ask for it…' })).toBeVisible();
  });
});
