import { expect, openPalette, row, test } from './support/test.ts';

test('goes to, acts and creates by some letters', async ({ app }) => {
  await openPalette(app);
  await app.keyboard.type('shop prod web');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('heading', { name: 'web' })).toBeVisible();
  await expect(row(app, 'web')).toHaveAttribute('aria-selected', 'true');

  await openPalette(app);
  await app.keyboard.type('new project');
  // Typed on without a pause, as whoever knows the way does: no letter may be lost on it.
  await Promise.all(['Enter', 'c', 'r', 'm', 'Enter'].map((key) => app.keyboard.press(key)));
  await expect(app.getByRole('heading', { name: 'crm' })).toBeVisible();

  await openPalette(app);
  await app.keyboard.type('theme dark');
  await app.keyboard.press('Enter');
  await expect(app.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('shows what was visited last first', async ({ app }) => {
  await row(app, 'tools').click();
  await expect(app.getByRole('heading', { name: 'tools' })).toBeVisible();
  await row(app, 'blog').click();
  await expect(app.getByRole('heading', { name: 'blog' })).toBeVisible();
  await openPalette(app);
  const options = app.getByRole('option');
  await expect(options.nth(0)).toContainText('blog');
  await expect(options.nth(1)).toContainText('tools');
});

test('the sheet of shortcuts opens by its key and gives the keyboard back', async ({ app }) => {
  await row(app, 'blog').focus();
  await app.keyboard.press('?');
  await expect(app.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await app.keyboard.press('Escape');
  await expect(row(app, 'blog')).toBeFocused();
});
