import { expect, test } from './support/test.ts';

test('organizations are created, renamed, switched and deleted', async ({ app }) => {
  const switcher = app.getByRole('button', { name: /^Organization/ });
  await app.getByRole('treeitem', { name: 'blog' }).click();
  await expect(app.getByRole('heading', { name: 'blog' })).toBeVisible();

  await switcher.click();
  await app.getByRole('menuitem', { name: 'New organization' }).click();
  await app.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Globex');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('heading', { name: 'Globex' })).toBeVisible();
  await expect(app.getByRole('heading', { name: 'From nothing to a running service' })).toBeVisible();

  await app.getByRole('tab', { name: 'Settings' }).click();
  await app.getByLabel('Name', { exact: true }).fill('Initech');
  const save = app.getByRole('button', { name: 'Save', exact: true });
  await save.press('Enter');
  await expect(switcher).toContainText('Initech');
  // There is nothing to save any more, and the keyboard stays where it was.
  await expect(save).toHaveAttribute('aria-disabled', 'true');
  await expect(save).toBeFocused();

  await switcher.click();
  await app.getByRole('menuitem', { name: 'Acme' }).click();
  await expect(switcher).toContainText('Acme');
  await switcher.click();
  await app.getByRole('menuitem', { name: 'Initech' }).click();
  await expect(switcher).toContainText('Initech');

  await app.getByRole('tab', { name: 'Settings' }).click();
  await app.getByRole('button', { name: 'Delete organization…' }).click();
  await app.getByLabel('Type “Initech” to confirm').fill('Initech');
  await app.getByRole('button', { name: 'Delete organization', exact: true }).click();
  await expect(switcher).toContainText('Acme');
  await switcher.click();
  await expect(app.getByRole('menuitem', { name: 'Acme' })).toBeVisible();
  await expect(app.getByRole('menuitem', { name: 'Initech' })).toHaveCount(0);
});
