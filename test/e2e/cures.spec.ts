import { expect, signIn, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

test('a service without any server: one is added above its dialog, and what was typed is still there', async ({
  app: page,
  host,
  tree,
}) => {
  const { organizationId } = tree;
  await page.goto(`${host.url}/o/${organizationId}/environment/${tree.idOf.get('shop/staging')}`);
  await page.getByRole('button', { name: 'New service' }).first().click();
  const service = page.getByRole('dialog', { name: 'What to deploy?' });
  await service.getByLabel('Name').fill('shop-front');
  await service.getByRole('button', { name: 'Add a server…' }).click();
  const server = page.getByRole('dialog', { name: 'Add a server' });
  await expect(server.getByLabel('Host')).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(server).toHaveCount(0);
  await expect(service.getByLabel('Name')).toHaveValue('shop-front');
  await expect(service.getByRole('button', { name: 'Add a server…' })).toBeFocused();
});

test('a configured service without a server leads to the choice of one', async ({
  app: page,
  host,
  tree,
}) => {
  const serviceId = tree.idOf.get('shop/staging/web');
  await host.rest('PUT', `/services/${serviceId}/spec`, {
    spec: { source: { type: 'image', image: 'nginx' } },
  });
  await page.goto(`${host.url}/o/${tree.organizationId}/service/${serviceId}`);
  await page.getByRole('button', { name: 'Choose its server' }).click();
  await expect(page).toHaveURL(/\/configuration$/);
  await expect(page.getByRole('button', { name: 'Add a server…' })).toBeVisible();
});

test('an invitation in an empty organization: what can be granted is made from the dialog, which stays', async ({
  page,
  host,
}) => {
  const errors = watchErrors(page);
  await signIn(page, host);
  await page.getByRole('tab', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const invitation = page.getByRole('dialog', { name: /^Invite/ });
  await invitation.getByLabel('E-mail address').fill('bo@example.com');
  await invitation.getByRole('button', { name: 'New project…' }).click();
  const project = page.getByRole('dialog', { name: 'New project' });
  await project.getByLabel('Name').fill('shop');
  await project.getByRole('button', { name: 'Create project' }).click();
  await expect(project).toHaveCount(0);
  await expect(invitation.getByRole('treeitem', { name: /^project shop/ })).toBeVisible();
  await expect(invitation.getByLabel('E-mail address')).toHaveValue('bo@example.com');
  expect(errors).toEqual([]);
});
