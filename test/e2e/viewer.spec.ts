import { withStore } from './support/stores.ts';
import { expect, openPalette, row, signIn, test } from './support/test.ts';

test('what a Viewer may not do stays visible but disabled, and names the permission', async ({ page }) => {
  await withStore('viewer-store.ts', [], async (host) => {
    await signIn(page, host);
    await page.getByRole('button', { name: /Organization/ }).click();
    await page.getByRole('menuitem', { name: 'Globex' }).click();
    await expect(page.getByRole('heading', { name: 'Globex', level: 1 })).toBeVisible();

    const create = page.getByRole('button', { name: 'New project' });
    await expect(create).toHaveAttribute('aria-disabled', 'true');
    await create.hover();
    await expect(page.getByRole('tooltip')).toContainText('Needs the permission project.create');
    await create.press('Enter');
    const why = page.getByRole('dialog', { name: 'What may I do on Globex?' });
    await why.getByRole('button', { name: 'Ask for it…' }).click();
    await page.getByLabel('What you need it for').fill('For the new shop.');
    await page.getByRole('button', { name: 'Ask for it', exact: true }).click();
    await expect(why.getByText('asked', { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(why).toHaveCount(0);
    await expect(create).toBeFocused();

    await row(page, 'site').click({ button: 'right' });
    const remove = page.getByRole('menuitem', { name: 'Delete' });
    await expect(remove).toHaveAttribute('aria-disabled', 'true');
    await expect(remove).toContainText('Needs the permission project.delete');
    await remove.press('Enter');
    await expect(page.getByRole('dialog', { name: 'What may I do on site?' })).toContainText(
      'project.delete',
    );
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await row(page, 'site').focus();
    await page.keyboard.press('F2');
    await expect(page.getByText('Needs the permission project.update')).toBeVisible();
    await expect(page.getByLabel('Name of site')).toHaveCount(0);

    await openPalette(page);
    await page.keyboard.type('new environment');
    const refused = page.getByRole('option').first();
    await expect(refused).toContainText('Needs the permission environment.create');
    await expect(refused).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: /What may I do on/ })).toContainText('environment.create');
  });
});
