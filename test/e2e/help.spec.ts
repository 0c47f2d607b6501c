import { expect, test } from './support/test.ts';
import { violations } from './support/violations.ts';

test('the help is searched, leads to pages, and is led to from where it is needed', async ({
  app,
  host,
  tree,
}) => {
  await app.goto(`${host.url}/o/${tree.organizationId}/help`);
  await expect(app.getByRole('region', { name: 'Reach my app' })).toBeVisible();
  const search = app.getByRole('searchbox', { name: 'Search the help' });
  await search.fill('private registry');
  await expect(app.getByRole('heading', { level: 3 }).first()).toHaveText('Deploy from a private registry');
  await search.fill('zeppelin');
  await expect(app.getByText('Nothing here holds “zeppelin”')).toBeVisible();
  await search.fill('customer');
  await app
    .getByRole('region', { name: 'Give a customer access' })
    .getByRole('link', { name: 'Members' })
    .first()
    .click();
  await expect(app.getByRole('table', { name: 'Members' })).toBeVisible();

  await app.goto(`${host.url}/o/${tree.organizationId}/invitations`);
  await app.getByRole('link', { name: 'Give a customer access' }).click();
  await expect(app.getByRole('heading', { name: 'Give a customer access' })).toBeFocused();
  expect(await violations(app)).toEqual([]);
});
