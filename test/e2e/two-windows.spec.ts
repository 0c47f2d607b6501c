import { deleteNow, expect, row, signIn, test } from './support/test.ts';

test('two windows see each other’s changes at once', async ({ app, context, host }) => {
  const other = await context.newPage();
  await signIn(other, host);

  await row(app, 'blog').focus();
  await app.keyboard.press('F2');
  await expect(app.getByLabel('Name of blog')).toBeFocused();
  await app.keyboard.type('journal');
  await app.keyboard.press('Enter');
  await expect(row(other, 'journal')).toBeVisible();

  await row(other, 'journal').focus();
  await other.keyboard.press('Delete');
  await other.getByLabel('Type “journal” to confirm').fill('journal');
  await other.getByRole('button', { name: 'Delete project' }).click();
  await deleteNow(other);
  await expect(row(app, 'journal')).toHaveCount(0);
});

test('what REST changes shows on an open page', async ({ app, host, tree }) => {
  await row(app, 'shop').click();
  await host.rest('PATCH', `/projects/${tree.idOf.get('shop')}`, { description: 'Sells anchors.' });
  await expect(app.getByText('Sells anchors.')).toBeVisible();
});

test('a lost host is told with its age, and found again', async ({ page }) => {
  const { startHost } = await import('./support/host.ts');
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const folder = await mkdtemp(`${tmpdir()}/quayside-e2e-`);
  const host = await startHost({ dataFolder: folder, organization: 'Acme' });
  await signIn(page, host);
  await host.stop();
  await expect(page.getByRole('alert')).toContainText('Connection to the host lost');

  const again = await startHost({ dataFolder: folder, port: Number(new URL(host.url).port) });
  await page.goto(again.signInUrl);
  await expect(page.getByText('Connected', { exact: true })).toBeVisible();
  await again.stop();
  await rm(folder, { recursive: true });
});
