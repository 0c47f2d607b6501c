import { expect, test } from './support/test.ts';

test('the keyboard stays on the page when what a dialog was opened from goes away', async ({
  app: page,
  host,
  tree: { organizationId },
}) => {
  for (const name of ['first', 'second'])
    await host.rest('POST', `/organizations/${organizationId}/api-keys`, { name, expiresInDays: '1' });
  await page.goto(`${host.url}/o/${organizationId}/api-keys`);
  const focused = page.locator('main:focus, main :focus');
  for (const name of ['first', 'second']) {
    await page.getByRole('button', { name: `Revoke ${name}` }).press('Enter');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await dialog.getByRole('button', { name: 'Revoke' }).press('Enter');
    await expect(dialog).toBeHidden();
    // no row of the page has a role while the dialog lies over it: only now it is told that this one is gone
    await expect(page.getByRole('row', { name: new RegExp(name) })).toHaveCount(0);
    await expect(focused).toHaveCount(1);
  }
  await page.keyboard.press('Tab');
  await expect(focused).toHaveCount(1);
});

test('help is scrolled within the window: the window itself has nothing below it', async ({
  app: page,
  host,
  tree: { organizationId },
}) => {
  await page.goto(`${host.url}/o/${organizationId}/help`);
  await expect(page.getByRole('figure')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(
    1,
  );
});
