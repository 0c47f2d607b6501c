import type { Page } from '@playwright/test';
import type { E2eHost } from './support/host.ts';
import { withStore } from './support/stores.ts';
import { test as base, expect, openRoom, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

interface Team {
  readonly host: E2eHost;
  readonly organizationId: string;
  /** A page of the organization Acme with people of every role, signed in as its Owner. */
  readonly page: Page;
}

const test = base.extend<{ team: Team }>({
  team: async ({ page }, use) => {
    await withStore('member-store.ts', [], async (host) => {
      const errors = watchErrors(page);
      await page.goto(host.signInUrl);
      await expect(page.getByRole('tab', { name: 'People' })).toBeVisible();
      const [organization] = await host.rest<{ id: string }[]>('GET', '/organizations');
      await use({ host, organizationId: organization?.id ?? '', page });
      expect(errors).toEqual([]);
    });
  },
});

const roleRow = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Roles' }).getByRole('row', { name: new RegExp(`^${name}`) });

const giveRole = async (host: E2eHost, organizationId: string, name: string, role: string): Promise<void> => {
  type Named = { id: string; name: string };
  const members = await host.rest<Named[]>('GET', `/organizations/${organizationId}/members`);
  const roles = await host.rest<Named[]>('GET', `/organizations/${organizationId}/roles`);
  const idOf = (list: Named[], wanted: string) => list.find((each) => each.name === wanted)?.id ?? '';
  await host.rest('PUT', `/members/${idOf(members, name)}/role`, { roleId: idOf(roles, role) });
};

test('a role is made from a preset, marked as root, edited, compared, and deleted with a replacement', async ({
  team: { page, host, organizationId },
}) => {
  await openRoom(page, 'People', 'Roles');
  await expect(roleRow(page, 'Owner')).toContainText('built in');
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'New role' }).click();
  await page.getByRole('menuitem', { name: /^DevOps/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Root on the servers it reaches')).toBeVisible();
  const mark = dialog.getByRole('button', { name: /server\.terminal is root/ });
  expect(await violations(page)).toEqual([]);
  await mark.hover();
  await expect(page.getByRole('tooltip')).toContainText('A terminal is a shell on the server.');
  await dialog.getByLabel('Name').fill('Viewer');
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(dialog.getByRole('alert')).toContainText('built-in role');
  await dialog.getByLabel('Name').fill('Platform');
  await dialog.getByRole('button', { name: 'Create role' }).click();
  await expect(roleRow(page, 'Platform')).toContainText('root on its servers');

  await giveRole(host, organizationId, 'Mia Member', 'Platform');
  const detail = page.getByRole('region', { name: 'Platform' });
  await expect(detail.getByRole('region', { name: 'Who has it' })).toContainText('Mia Member');
  expect(await violations(page)).toEqual([]);

  await detail.getByRole('button', { name: 'Edit', exact: true }).click();
  await dialog.getByLabel('Find a permission').fill('terminal');
  await dialog.getByRole('checkbox', { name: 'terminal' }).click();
  await expect(dialog.getByText('Its one holder loses 1')).toBeVisible();
  await dialog.getByRole('button', { name: 'Save role' }).click();
  await expect(detail.getByText('server.terminal')).toHaveCount(0);

  await detail.getByRole('button', { name: 'Compare' }).click();
  await dialog.getByLabel('With').selectOption('Viewer');
  await expect(dialog.getByRole('region', { name: 'Only Platform' })).toContainText('Docker panel');
  await expect(dialog.getByRole('region', { name: 'Both' })).toContainText('servers: read');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await detail.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(dialog).toContainText('Mia Member');
  await expect(dialog.getByRole('button', { name: 'Delete role' })).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Replacement').selectOption('Developer');
  await dialog.getByRole('button', { name: 'Delete role' }).click();
  await expect(roleRow(page, 'Platform')).toHaveCount(0);
  await roleRow(page, 'Developer').click();
  await expect(page.getByRole('region', { name: 'Who has it' })).toContainText('Mia Member');
});

test('built-in roles say why they cannot be edited, and are duplicated by keyboard', async ({
  team: { page },
}) => {
  await openRoom(page, 'People', 'Roles');
  await roleRow(page, 'Viewer').click();
  const detail = page.getByRole('region', { name: 'Viewer' });
  const edit = detail.getByRole('button', { name: 'Edit', exact: true });
  await expect(edit).toHaveAttribute('aria-disabled', 'true');
  await edit.focus();
  await expect(page.getByRole('tooltip')).toContainText('Built-in roles are the same in every organization');
  await page.keyboard.press('Tab');
  await expect(detail.getByRole('button', { name: 'Duplicate' })).toBeFocused();
  await page.keyboard.press('Enter');
  const name = page.getByRole('dialog').getByLabel('Name');
  await expect(name).toHaveValue('Viewer copy');
  await expect(name).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(roleRow(page, 'Viewer copy')).toBeVisible();
});

test('the policy has presets, any other mix is Custom, and the limit of seats keeps everybody', async ({
  team: { page },
}) => {
  await openRoom(page, 'Rules', 'Policy');
  const preset = (name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });
  await expect(preset('Balanced')).toBeChecked();
  expect(await violations(page)).toEqual([]);
  await preset('Delegated').click();
  await expect(page.getByRole('switch', { name: 'Admins manage Admins' })).toBeChecked();
  await page.getByRole('radio', { name: '48 hours', exact: true }).click();
  await expect(preset('Custom')).toBeChecked();
  await preset('Fixed owner').click();
  await expect(preset('Custom')).toHaveCount(0);
  await openRoom(page, 'Settings');
  const transfer = page.getByRole('button', { name: 'Transfer…' });
  await expect(transfer).toHaveAttribute('aria-disabled', 'true');
  await transfer.hover();
  await expect(page.getByRole('tooltip')).toContainText('The policy forbids transfers');

  await openRoom(page, 'Rules', 'Policy');
  await page.getByLabel('Seat limit').fill('2');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/7 of 2 taken: 7 active members/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Default role' }).selectOption('Member');
  await openRoom(page, 'People', 'Roles');
  await expect(roleRow(page, 'Member')).toContainText('default');
});

test('ownership is handed over with the typed name, and then the rest is closed', async ({
  team: { page },
}) => {
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByRole('button', { name: 'Leave…' })).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Transfer…' }).click();
  const dialog = page.getByRole('dialog');
  expect(await violations(page)).toEqual([]);
  const confirm = dialog.getByRole('button', { name: 'Transfer ownership' });
  await dialog.getByLabel('New Owner').selectOption({ label: 'Ada Admin (Admin)' });
  await expect(confirm).toHaveAttribute('aria-disabled', 'true');
  await dialog.getByLabel('Type “Acme” to confirm').fill('Acme');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);

  const transfer = page.getByRole('button', { name: 'Transfer…' });
  await expect(transfer).toHaveAttribute('aria-disabled', 'true');
  await transfer.focus();
  await expect(page.getByRole('tooltip')).toContainText('Only the Owner hands an organization over');
  await expect(page.getByRole('button', { name: 'Delete organization…' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await openRoom(page, 'Rules', 'Policy');
  await expect(page.getByRole('radio', { name: /^Balanced/ })).toHaveAttribute('aria-disabled', 'true');
  await openRoom(page, 'Settings');

  await page.getByRole('button', { name: 'Leave…' }).click();
  await dialog.getByRole('button', { name: 'Leave organization' }).click();
  await expect(page.getByRole('heading', { name: 'You belong to no organization' })).toBeVisible();
});

test('R16: each organization comes back at the place where it was left', async ({ app: page, tree }) => {
  const { organizationId, idOf } = tree;
  const switcher = page.getByRole('button', { name: /^Organization/ });
  const { origin } = new URL(page.url());
  const shop = `${origin}/o/${organizationId}/project/${idOf.get('shop')}/settings`;
  await page.goto(shop);
  await expect(page.getByRole('heading', { name: 'shop', level: 1 })).toBeVisible();
  await switcher.click();
  await page.getByRole('menuitem', { name: 'New organization' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Globex');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Globex', level: 1 })).toBeVisible();
  await expect(page.getByRole('treeitem', { name: 'shop' })).toHaveCount(0);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await expect(page.getByRole('button', { name: 'Leave…' })).toBeVisible();

  await switcher.click();
  await page.getByRole('menuitem', { name: 'Acme' }).click();
  await expect(page).toHaveURL(shop);
  await switcher.click();
  await page.getByRole('menuitem', { name: 'Globex' }).click();
  await expect(page.getByRole('button', { name: 'Leave…' })).toBeVisible();
});
