import { withStore } from './support/stores.ts';
import { expect, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

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

test('the Overview leads with what fails and the way to its cure, then with what runs', async ({ page }) => {
  await withStore('running-store.ts', [], async (host) => {
    await signIn(page, host);
    const [organization] = await host.rest<{ id: string }[]>('GET', '/organizations');
    await page.goto(`${host.url}/o/${organization?.id}`);
    const attention = page.getByRole('region', { name: 'What fails and what waits' });
    await expect(attention.getByRole('listitem')).toHaveCount(1);
    await expect(attention.getByRole('listitem')).toContainText(/harbour.*can’t be reached/);
    await expect(page.getByRole('row', { name: /^shop/ })).toBeVisible();
    await expect(page.getByRole('main').getByRole('region').first()).toHaveAccessibleName(
      'What fails and what waits',
    );
    expect(await violations(page)).toEqual([]);
    await attention.getByRole('link', { name: 'Connect again: harbour' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'harbour' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Retry|Connect/ }).first()).toBeVisible();
  });
});
