import type { Page } from '@playwright/test';
import type { E2eHost } from './support/host.ts';
import { join } from './support/join.ts';
import type { SmallTree } from './support/seed.ts';
import { withStore } from './support/stores.ts';
import { expect, row, signIn, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

type Place = Pick<SmallTree, 'organizationId'>;

const show = async (page: Page, host: E2eHost, { organizationId }: Place, path: string): Promise<void> => {
  await page.goto(`${host.url}/o/${organizationId}${path}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

/** A tag set Ring with two tags, made over REST. */
const seedTags = async (host: E2eHost, { organizationId }: Place) => {
  const make = (path: string, name: string) => host.rest<{ id: string }>('POST', path, { name });
  const set = await make(`/organizations/${organizationId}/tag-sets`, 'Ring');
  const canary = await make(`/tag-sets/${set.id}/tags`, 'Canary');
  const stable = await make(`/tag-sets/${set.id}/tags`, 'Stable');
  return { canaryId: canary.id, stableId: stable.id };
};

/** Adds Mia with a password, as an Owner at the desk would; answers her member id. */
const addMia = async (host: E2eHost, { organizationId }: Place): Promise<string> => {
  const roles = await host.rest<{ id: string; name: string }[]>(
    'GET',
    `/organizations/${organizationId}/roles`,
  );
  const roleId = roles.find(({ name }) => name === 'Member')?.id;
  const person = { name: 'Mia', email: 'mia@example.com', password: 'a few words are enough', roleId };
  const { id } = await host.rest<{ id: string }>('POST', `/organizations/${organizationId}/members`, person);
  return id;
};

test('tag sets and tags are made, changed and deleted by keyboard', async ({ app, host, tree }) => {
  await show(app, host, tree, '/tags');
  const create = app.getByRole('button', { name: 'New tag set' });
  await create.focus();
  await app.keyboard.press('Enter');
  const dialog = app.getByRole('dialog');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await app.keyboard.type('Ring');
  await dialog.getByRole('radio', { name: /^One/ }).click();
  expect(await violations(app)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create tag set' }).click();
  const ring = app.getByRole('region', { name: 'Ring' });
  await expect(ring.getByText('one each')).toBeVisible();
  await ring.getByRole('button', { name: 'New tag' }).click();
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await app.keyboard.type('Canary');
  await app.keyboard.press('Enter');
  await expect(ring.getByRole('listitem').filter({ hasText: 'Canary' })).toContainText('not used');
  await ring.getByRole('button', { name: 'Change Canary' }).click();
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await dialog.getByLabel('Name').fill('Early');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(ring.getByText('Early')).toBeVisible();
  await ring.getByRole('button', { name: 'Delete Early' }).click();
  await expect(dialog).toContainText('Nothing carries it.');
  await dialog.getByRole('button', { name: 'Delete tag' }).click();
  await expect(ring.getByText('No tags yet.')).toBeVisible();
});

test('a member is given what carries a tag, sees what that is now, and it is saved with the rest', async ({
  app,
  host,
  tree,
}) => {
  await seedTags(host, tree);
  const memberId = await addMia(host, tree);
  const shopId = tree.idOf.get('shop') ?? '';
  await show(app, host, tree, `/project/${shopId}/settings`);
  const canary = app.getByRole('button', { name: 'Canary' });
  await canary.focus();
  await app.keyboard.press('Space');
  await expect(canary).toHaveAttribute('aria-pressed', 'true');
  // Shown as pressed before it is saved; free again when it is.
  await expect(canary).not.toHaveAttribute('aria-disabled', 'true');
  await app.reload();
  await expect(canary).toHaveAttribute('aria-pressed', 'true');

  await show(app, host, tree, `/members/${memberId}`);
  await app.getByRole('button', { name: 'Grant by tags…' }).click();
  const dialog = app.getByRole('dialog');
  await expect(dialog.getByRole('group', { name: 'Ring' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Stable' }).click();
  await expect(dialog.getByText('Nothing carries them now')).toBeVisible();
  await dialog.getByRole('button', { name: 'Canary' }).click();
  await expect(dialog.getByText('Opens 1 now, with all below')).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'What carries the tags' })).toContainText('shop');
  await dialog.getByLabel('Role there').selectOption({ label: 'Viewer' });
  await dialog.getByLabel('Last day (optional)').fill('2031-12-24');
  expect(await violations(app)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add the grant' }).click();
  await expect(dialog).toBeHidden();
  const line = app.getByRole('listitem', { name: 'Grant on tagged Ring: Canary or Stable' });
  await expect(line).toBeVisible();
  await app.getByRole('switch', { name: 'Create projects' }).click();
  await app.getByRole('button', { name: 'Review and save…' }).click();
  await expect(dialog.getByText('project shop')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(app.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
  await app.reload();
  await expect(line.getByLabel('Role of the grant').locator('option:checked')).toHaveText('Viewer');
  await expect(line.getByLabel('Last day of the grant')).toHaveValue('2031-12-24');

  await show(app, host, tree, '/tags');
  await app.getByRole('button', { name: 'Delete Canary' }).click();
  await expect(dialog.getByRole('list', { name: 'What carries it' })).toContainText('shop project');
  await expect(dialog.getByRole('list', { name: 'Grants by it' })).toContainText('of Mia');
  await expect(dialog.getByRole('button', { name: 'Delete tag' })).toBeDisabled();
  expect(await violations(app)).toEqual([]);
});

test('a team is given what carries a tag, a server too, and whoever is in it has it by the team', async ({
  page,
}) => {
  await withStore('server-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    const list = <T extends { id: string }>(path: string) => host.rest<readonly T[]>('GET', path);
    const organizationId = (await list('/organizations'))[0]?.id ?? '';
    const serverId = (await list(`/organizations/${organizationId}/servers`))[0]?.id ?? '';
    await seedTags(host, { organizationId });
    const memberId = await addMia(host, { organizationId });
    const team = { name: 'On call' };
    const { id: teamId } = await host.rest<{ id: string }>(
      'POST',
      `/organizations/${organizationId}/teams`,
      team,
    );
    await host.rest('PATCH', `/teams/${teamId}/members`, { add: [memberId] });
    await signIn(page, host);

    await show(page, host, { organizationId }, `/server/${serverId}/settings`);
    const canary = page.getByRole('button', { name: 'Canary' });
    await canary.focus();
    await page.keyboard.press('Space');
    await expect(canary).toHaveAttribute('aria-pressed', 'true');
    // Shown as pressed before it is saved; free again when it is.
    await expect(canary).not.toHaveAttribute('aria-disabled', 'true');
    await page.reload();
    await expect(canary).toHaveAttribute('aria-pressed', 'true');

    await show(page, host, { organizationId }, `/teams/${teamId}`);
    await page.getByRole('button', { name: 'Grant by tags…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Canary' }).click();
    await expect(dialog.getByText('Opens 1 now, with all below')).toBeVisible();
    await expect(dialog.getByRole('list', { name: 'What carries the tags' })).toContainText('harbour server');
    await dialog.getByLabel('Role there').selectOption({ label: 'Viewer' });
    await dialog.getByRole('button', { name: 'Add the grant' }).click();
    await expect(dialog).toBeHidden();
    const line = page.getByRole('listitem', { name: 'Grant on tagged Ring: Canary' });
    await expect(line).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Review and save…' }).click();
    await expect(dialog.getByText('server harbour')).toBeVisible();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
    await page.reload();
    await expect(line.getByLabel('Role of the grant').locator('option:checked')).toHaveText('Viewer');

    await show(page, host, { organizationId }, `/members/${memberId}`);
    const byTeams = page.getByRole('list', { name: 'Grants by teams' });
    await expect(byTeams).toContainText('tagged Ring: Canary');
    await expect(byTeams).toContainText('Viewer');

    await show(page, host, { organizationId }, '/tags');
    await page.getByRole('button', { name: 'Delete Canary' }).click();
    await expect(dialog.getByRole('list', { name: 'Grants by it' })).toContainText('of the team On call');
    expect(errors).toEqual([]);
  });
});

test('an invitation offers what carries a tag, and whoever accepts sees that and nothing else', async ({
  app,
  browser,
  host,
  tree,
}) => {
  const { canaryId } = await seedTags(host, tree);
  const nodeId = tree.idOf.get('shop') ?? '';
  const tagsOfShop = `/organizations/${tree.organizationId}/nodes/${nodeId}/tags`;
  await host.rest('PUT', tagsOfShop, { tagIds: [canaryId] });
  await show(app, host, tree, '/invitations');
  await app.getByRole('button', { name: 'Invite', exact: true }).click();
  const invitation = app.getByRole('dialog', { name: 'Invite somebody' });
  await expect(invitation.getByLabel('E-mail address')).toBeFocused();
  await app.keyboard.type('bo@example.com');
  await invitation.getByLabel('Role', { exact: true }).selectOption({ label: 'Member' });
  await invitation.getByRole('button', { name: 'Grant by tags…' }).click();
  const byTags = app.getByRole('dialog', { name: 'Grant by tags to whoever accepts' });
  await byTags.getByRole('button', { name: 'Canary' }).click();
  await expect(byTags.getByRole('list', { name: 'What carries the tags' })).toContainText('shop project');
  expect(await violations(app)).toEqual([]);
  await byTags.getByRole('button', { name: 'Add the grant' }).click();
  await expect(byTags).toBeHidden();
  // the form below it was not sent
  await expect(invitation.getByRole('listitem', { name: 'Grant on tagged Ring: Canary' })).toBeVisible();
  const preview = invitation.getByRole('region', { name: 'What they will be able to do' });
  await expect(preview).toContainText('shop');
  await expect(preview).toContainText('Whatever is tagged Ring: Canary, now or later');
  expect(await violations(app)).toEqual([]);
  await invitation.getByRole('button', { name: 'Make invitation' }).click();
  const link = await app.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
  await app.getByRole('button', { name: 'Done' }).click();
  await expect(app.getByRole('row', { name: /bo@example\.com/ })).toContainText('tagged Ring: Canary');

  await show(app, host, tree, '/tags');
  await app.getByRole('button', { name: 'Delete Canary' }).click();
  const dialog = app.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: 'Grants by it' })).toContainText('offered to bo@example.com');

  const page = await join(browser, link, 'Bo');
  await expect(row(page, 'shop')).toBeVisible();
  await expect(row(page, 'blog')).toHaveCount(0);
  await page.context().close();
});

test('an invitation carries a role and an end for each place, and single permissions', async ({
  app,
  host,
  tree,
}) => {
  await show(app, host, tree, '/invitations');
  await app.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = app.getByRole('dialog');
  await expect(dialog.getByLabel('E-mail address')).toBeFocused();
  await app.keyboard.type('bo@example.com');
  await dialog.getByLabel('Role', { exact: true }).selectOption({ label: 'Member' });
  const filter = dialog.getByRole('searchbox', { name: 'Filter what can be granted' });
  await filter.fill('staging');
  await filter.press('Enter');
  await dialog.getByRole('treeitem', { name: /^environment staging/ }).click();
  const line = dialog.getByRole('listitem', { name: 'Grant on shop/staging' });
  await line.getByLabel('Role of the grant').selectOption({ label: 'Developer' });
  await line.getByLabel('Last day of the grant').fill('2031-12-24');
  await dialog.getByText('Single permissions for the whole organization').click();
  await dialog.getByRole('switch', { name: 'Create projects' }).click();
  const preview = dialog.getByRole('region', { name: 'What they will be able to do' });
  await expect(preview).toContainText('Everywhere in Acme');
  await expect(preview).toContainText('shop/staging');
  expect(await violations(app)).toEqual([]);
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  await expect(app.getByRole('dialog').getByLabel('Link', { exact: true })).toBeVisible();
  await app.getByRole('button', { name: 'Done' }).click();
  const invited = app.getByRole('row', { name: /bo@example\.com/ });
  await expect(invited).toContainText('shop/staging as Developer until 2031-12-24');
  await expect(invited).toContainText('everywhere project.create');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the pages with tags have no violations', async ({ app, host, tree }) => {
      await seedTags(host, tree);
      const paths = [
        '/tags',
        `/project/${tree.idOf.get('shop')}/settings`,
        `/environment/${tree.idOf.get('shop/staging')}/settings`,
      ];
      for (const path of paths) {
        await show(app, host, tree, path);
        await expect(app.getByText('Canary')).toBeVisible();
        expect(await violations(app), path).toEqual([]);
      }
    });
  });
}
