import { openNode } from './support/lab.ts';
import { withStore } from './support/stores.ts';
import { expect, row, signIn, test } from './support/test.ts';
import { violations } from './support/violations.ts';

test('a service that runs shows what moving it would do, by mouse and by keyboard', async ({ page }) => {
  await withStore('running-store.ts', ['two-places'], async (host) => {
    await signIn(page, host);
    await row(page, 'shop').click();
    await row(page, 'production').click();
    await openNode(page, 'queue');
    const queue = page.getByRole('treeitem', { name: /^queue/ });
    await queue.dragTo(row(page, 'staging'));
    const dialog = page.getByRole('dialog', { name: 'Move queue' });
    await expect(dialog.getByLabel('To environment')).toHaveValue(/./);
    await expect(dialog.getByLabel('To environment').locator('option:checked')).toHaveText('shop / staging');
    const differences = dialog.getByRole('region', { name: 'What differs there' });
    await expect(differences).toContainText('Environment shop/staging instead of shop/production');
    await expect(dialog.getByText('It cannot be moved there')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Move', exact: true })).toBeDisabled();
    expect(await violations(page)).toEqual([]);

    await dialog.getByLabel('On server').selectOption({ label: 'lagoon' });
    await expect(differences).toContainText('Server lagoon instead of harbour');
    await expect(dialog.getByRole('region', { name: 'What will be done' })).toContainText(
      'End it on harbour once its open requests have ended',
    );
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await queue.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Move to…' }).press('Enter');
    await expect(dialog.getByLabel('To environment')).toBeFocused();
    await expect(dialog).toContainText('It is there now');
    await page.keyboard.press('Escape');
  });
});
