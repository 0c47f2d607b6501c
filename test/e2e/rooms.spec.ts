import { join } from './support/join.ts';
import { expect, openRoom, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

test('an organization has few rooms, each with the list of its pages, and the keyboard stays in it', async ({
  app: page,
  host,
  tree,
}) => {
  const errors = watchErrors(page);
  await page.goto(`${host.url}/o/${tree.organizationId}`);
  const rooms = page.getByRole('tablist', { name: 'Parts of Acme' }).getByRole('tab');
  await expect(rooms).toHaveText(['Overview', 'People', 'Connections', 'Rules', 'Audit', 'Settings']);
  await expect(page.getByRole('button', { name: 'Other pages…' })).toHaveCount(0);

  await rooms.first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'People' })).toBeFocused();
  await expect(page).toHaveURL(/\/members$/);
  const list = page.getByRole('navigation', { name: 'Pages of People' });
  await expect(list.getByRole('link')).toHaveText([
    'Members',
    'Invitations',
    'Teams',
    'Roles',
    'Requests',
    'Access review',
    'Sign-in',
  ]);
  await list.getByRole('link', { name: 'Members' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const teams = list.getByRole('link', { name: 'Teams' });
  await expect(teams).toBeFocused();
  await expect(teams).toHaveAttribute('aria-current', 'page');
  await expect(page.getByText('No teams yet')).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await openRoom(page, 'Rules', 'Policy');
  await expect(page.getByRole('radio', { name: /^Balanced/ })).toBeChecked();
  await openRoom(page, 'Audit');
  await expect(page.getByRole('table', { name: 'Audit trail' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('a project shows its services by environment, who has access, and is found at its old address', async ({
  app: page,
  host,
  tree,
}) => {
  const shop = tree.idOf.get('shop');
  await page.goto(`${host.url}/o/${tree.organizationId}/project/${shop}/environments`);
  await expect(page.getByRole('tab', { name: 'Services', selected: true })).toBeVisible();
  const production = page.getByRole('region', { name: 'production' });
  await expect(production.getByRole('row', { name: /^web/ })).toBeVisible();
  await openRoom(page, 'Access');
  await expect(page.getByRole('row', { name: /Owner.*everywhere|Owner/ }).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test('a plain Member finds the rooms that open, and one way to ask for the others', async ({
  host,
  tree,
  browser,
}) => {
  const { organizationId } = tree;
  const roles = await host.rest<{ id: string; name: string }[]>(
    'GET',
    `/organizations/${organizationId}/roles`,
  );
  const { path } = await host.rest<{ path: string }>('POST', `/organizations/${organizationId}/invitations`, {
    email: 'bo@example.com',
    roleId: roles.find(({ name }) => name === 'Member')?.id,
    lifetimeHours: 48,
    grants: [{ nodeId: tree.idOf.get('shop/staging') }],
  });
  const bo = await join(browser, `${host.url}${path}`, 'Bo');
  const errors = watchErrors(bo);
  await bo.goto(`${host.url}/o/${organizationId}`);
  await expect(bo.getByRole('tablist', { name: 'Parts of Acme' }).getByRole('tab')).toHaveText([
    'Overview',
    'People',
    'Settings',
  ]);
  await bo.getByRole('button', { name: 'Other pages…' }).click();
  const dialog = bo.getByRole('dialog', { name: 'Other pages of Acme' });
  const members = dialog.getByRole('listitem').filter({ hasText: 'member.read' }).first();
  await expect(members).toContainText('Members in People');
  await expect(dialog.getByRole('listitem').filter({ hasText: 'audit.read' })).toBeVisible();
  expect(await violations(bo)).toEqual([]);
  await members.getByRole('button', { name: 'Ask for it… Members' }).click();
  await bo.getByLabel('What you need it for').fill('I keep the list of who is on call.');
  await bo.getByRole('button', { name: 'Ask for it', exact: true }).click();
  await expect(members.getByText('asked', { exact: true })).toBeVisible();
  await bo.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(errors).toEqual([]);
  await bo.context().close();
});

test('the list of the pages of People stands beside the page of a member and of a team, too', async ({
  app: page,
  host,
  tree,
}) => {
  const at = `/organizations/${tree.organizationId}`;
  const [olivia] = await host.rest<{ id: string }[]>('GET', `${at}/members`);
  const team = await host.rest<{ id: string }>('POST', `${at}/teams`, { name: 'Crew' });
  const list = page.getByRole('navigation', { name: 'Pages of People' });
  const current = list.locator('[aria-current=page]');
  await page.goto(`${host.url}/o/${tree.organizationId}/members/${olivia?.id}`);
  await expect(page.getByRole('heading', { name: 'Olivia', level: 1 })).toBeVisible();
  await expect(current).toHaveText('Members');
  await page.goto(`${host.url}/o/${tree.organizationId}/teams/${team.id}`);
  await expect(current).toHaveText('Teams');
  expect(await violations(page)).toEqual([]);
  await list.getByRole('link', { name: 'Roles' }).click();
  await expect(page.getByRole('table', { name: 'Roles' })).toBeVisible();
});
