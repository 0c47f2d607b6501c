import { expect, row, test } from './support/test.ts';
import { violations } from './support/violations.ts';

test('a rename, a move and a deletion are taken back within ten seconds, and a deletion is sent only after them', async ({
  app,
  host,
  tree,
}) => {
  await app.clock.install();
  const bar = app.getByRole('region', { name: 'Undo' });
  const said = app.getByRole('status', { name: 'What can be undone' });
  const names = async (): Promise<string[]> =>
    (
      await host.rest<{ name: string }[]>('GET', `/environments/${tree.idOf.get('shop/production')}/services`)
    ).map(({ name }) => name);
  await row(app, 'shop').click();
  await row(app, 'production').click();

  await row(app, 'worker').focus();
  await app.keyboard.press('F2');
  await expect(app.getByLabel('Name of worker')).toBeFocused();
  await app.keyboard.type('mailer');
  await app.keyboard.press('Enter');
  await expect(said).toHaveText('Renamed worker to mailer. Can be undone for ten seconds.');
  await expect(row(app, 'mailer')).toBeFocused();
  await app.keyboard.press('Control+z');
  await expect(row(app, 'worker')).toBeVisible();
  await expect(said).toHaveText('Undone.');
  await expect(bar).toHaveCount(0);
  expect(await names()).toContain('worker');

  await row(app, 'search').focus();
  await app.keyboard.press('Control+x');
  await row(app, 'staging').focus();
  await app.keyboard.press('Control+v');
  await expect(bar).toContainText('Moved search to staging');
  await expect.poll(names).not.toContain('search');
  await bar.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(names).toContain('search');
  await expect(bar).toHaveCount(0);

  await row(app, 'search').click();
  await expect(app.getByRole('heading', { level: 1, name: 'search' })).toBeVisible();
  const remove = async (): Promise<void> => {
    await row(app, 'search').focus();
    await app.keyboard.press('Delete');
    await expect(app.getByRole('dialog')).toContainText('If you close or reload this window before that');
    await app.getByLabel('Type “search” to confirm').fill('search');
    await app.getByRole('button', { name: 'Delete service' }).click();
    await expect(app.getByRole('treeitem', { name: 'search being deleted' })).toBeVisible();
  };
  await remove();
  await expect(app.getByRole('heading', { level: 1, name: 'Acme' })).toBeVisible();
  await expect(bar).toContainText('Deleting search');
  expect(await violations(app)).toEqual([]);
  await bar.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(app.getByRole('heading', { level: 1, name: 'search' })).toBeVisible();
  await expect(row(app, 'search')).toBeFocused();

  await remove();
  await app.reload();
  await expect(row(app, 'search')).toBeVisible();
  expect(await names()).toContain('search');

  await remove();
  await app.clock.fastForward(9_000);
  expect(await names()).toContain('search');
  await app.clock.fastForward(1_000);
  await expect(app.getByRole('treeitem', { name: 'search being deleted' })).toHaveCount(0);
  await expect(bar).toHaveCount(0);
  expect(await names()).not.toContain('search');
});

test('a deletion that is refused after its ten seconds comes back with the reason, by Delete once more at once', async ({
  app,
  host,
  tree,
}) => {
  await row(app, 'blog').focus();
  await app.keyboard.press('Delete');
  await app.getByLabel('Type “blog” to confirm').fill('blog');
  await app.keyboard.press('Enter');
  await expect(app.getByRole('treeitem', { name: 'blog being deleted' })).toBeFocused();
  await app.keyboard.press('F2');
  await expect(app.getByText('blog is being deleted. Undo that first.')).toBeVisible();
  await host.rest('PATCH', `/projects/${tree.idOf.get('blog')}`, { name: 'journal' });
  await expect(app.getByRole('treeitem', { name: 'journal being deleted' })).toBeFocused();
  await app.keyboard.press('Delete');
  const bar = app.getByRole('region', { name: 'Undo' });
  await expect(bar.getByRole('alert')).toContainText('blog was not deleted');
  await expect(row(app, 'journal')).toBeVisible();
  await bar.getByRole('button', { name: 'Dismiss' }).click();
  await expect(bar).toHaveCount(0);
});
