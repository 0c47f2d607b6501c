import { expect, openPalette, row, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

test('what is wrong with a page is found, each by its rule', async ({ page }) => {
  await page.setContent(
    '<main><h1>A page</h1><img src="x"><p style="color: #999; background: #fff">Faint</p></main>',
  );
  expect((await violations(page)).map((text) => text.split(':')[0])).toEqual(
    expect.arrayContaining(['color-contrast', 'document-title', 'image-alt']),
  );
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('first run has no violations', async ({ page, emptyHost }) => {
      const errors = watchErrors(page);
      await page.goto(emptyHost.signInUrl);
      await expect(page.getByLabel('Your name')).toBeVisible();
      await page.getByLabel('Your name').press('Enter');
      await expect(page.getByText('must not be empty').first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(errors).toEqual([]);
    });

    test('every page of the shell has no violations', async ({ app, tree }) => {
      const { organizationId, idOf } = tree;
      const pages = [
        '',
        '/settings',
        '/audit',
        '/activity',
        '/profile',
        '/help',
        `/project/${idOf.get('shop')}`,
        `/project/${idOf.get('shop')}/settings`,
        `/environment/${idOf.get('shop/production')}`,
        `/environment/${idOf.get('shop/production')}/settings`,
      ];
      const base = new URL(app.url()).origin;
      for (const path of pages) {
        await app.goto(`${base}/o/${organizationId}${path}`);
        await expect(app.getByRole('heading', { level: 1 })).toBeVisible();
        await expect(app.getByRole('treeitem').first()).toBeVisible();
        expect(await violations(app), path).toEqual([]);
      }
    });

    test('menus, dialogs and the palette have no violations', async ({ app }) => {
      await row(app, 'shop').click();
      await row(app, 'production').click();
      await row(app, 'web').click({ button: 'right' });
      await expect(app.getByRole('menu')).toBeVisible();
      expect(await violations(app)).toEqual([]);
      await app.getByRole('menuitem', { name: 'Delete' }).click();
      await expect(app.getByLabel('What will be lost')).toBeVisible();
      expect(await violations(app)).toEqual([]);
      await app.keyboard.press('Escape');
      await expect(row(app, 'web')).toBeFocused();
      await openPalette(app);
      await expect(app.getByRole('option').first()).toBeVisible();
      expect(await violations(app)).toEqual([]);
      await app.keyboard.press('Escape');
      await expect(row(app, 'web')).toBeFocused();
      await app.keyboard.press('?');
      await expect(app.getByRole('dialog')).toBeVisible();
      expect(await violations(app)).toEqual([]);
    });
  });
}
