import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { E2eHost } from './support/host.ts';
import { join } from './support/join.ts';
import { type SmallTree, seedSmallTree } from './support/seed.ts';
import { withStore } from './support/stores.ts';
import { test as base, expect, row, signIn, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

interface Acme {
  readonly host: E2eHost;
  readonly tree: SmallTree;
  readonly organizationId: string;
  /** A page signed in as Olivia, the Owner. */
  readonly page: Page;
  readonly memberIdOf: (name: string) => string;
  readonly show: (path: string) => Promise<void>;
}

const test = base.extend<{ extraMembers: number; acme: Acme }>({
  extraMembers: [0, { option: true }],
  acme: async ({ page, extraMembers }, use) => {
    await withStore('member-store.ts', [String(extraMembers)], async (host) => {
      const tree = await seedSmallTree(host);
      const { organizationId } = tree;
      const members = await host.rest<{ id: string; name: string }[]>(
        'GET',
        `/organizations/${organizationId}/members`,
      );
      const errors = watchErrors(page);
      await signIn(page, host);
      await use({
        host,
        tree,
        organizationId,
        page,
        memberIdOf: (name) => members.find((member) => member.name === name)?.id ?? '',
        show: async (path) => {
          await page.goto(`${host.url}/o/${organizationId}${path}`);
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        },
      });
      expect(errors).toEqual([]);
    });
  },
});

const grantsOf = (page: Page, name: string) => page.getByRole('tree', { name: `Grants of ${name}` });
const box = (page: Page, holder: string, name: string) =>
  grantsOf(page, holder).getByRole('treeitem', {
    name: new RegExp(`^(project|environment|service) ${name}`),
  });

/** Invites Bo, who gets a grant; answers the link. */
const inviteBo = async ({ host, organizationId }: Acme, nodeId: string): Promise<string> => {
  const roles = await host.rest<{ id: string; name: string }[]>(
    'GET',
    `/organizations/${organizationId}/roles`,
  );
  const roleId = roles.find(({ name }) => name === 'Member')?.id;
  const { path } = await host.rest<{ path: string }>('POST', `/organizations/${organizationId}/invitations`, {
    email: 'bo@example.com',
    roleId,
    lifetimeHours: 48,
    grants: [{ nodeId }],
  });
  return `${host.url}${path}`;
};

test('the list finds, opens and selects by keyboard', async ({ acme: { page, show } }) => {
  await show('/members');
  await expect(page.getByRole('row', { name: /Mia Member/ })).toContainText('mia.member@example.com');
  await page.getByRole('searchbox', { name: 'Filter members' }).fill('member');
  await expect(page.getByRole('row', { name: /Ada Admin/ })).toHaveCount(0);
  const rows = page.getByRole('table', { name: 'Members' }).getByRole('rowgroup').last();
  await rows.focus();
  await expect(rows).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Mia Member' })).toBeVisible();
  const way = page.getByRole('navigation', { name: 'Breadcrumb' });
  await way.getByRole('link', { name: 'Members' }).click();
  await expect(page.getByRole('table', { name: 'Members' })).toBeVisible();
});

test('grants are checked by keyboard, previewed, and saved together with role and extras', async ({
  acme,
}) => {
  const { page, show, memberIdOf } = acme;
  await show(`/members/${memberIdOf('Mia Member')}`);
  await grantsOf(page, 'Mia Member').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(box(page, 'Mia Member', 'shop')).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  const production = box(page, 'Mia Member', 'production');
  await expect(production).toHaveAttribute('aria-checked', 'true');
  await expect(production).toHaveAttribute('aria-disabled', 'true');
  await expect(production).toContainText('by project shop');
  await page.keyboard.press('Space');
  await expect(page.getByText('1 unsaved change', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toContainText(/gains \d+/);
  await page.getByRole('switch', { name: 'Create projects' }).click();
  await page.getByRole('listitem', { name: 'Grant on shop' }).getByLabel('Role of the grant').selectOption({
    label: 'Developer',
  });
  const lastDay = page.getByLabel('Last day of the grant');
  await lastDay.focus();
  await expect(lastDay).toBeFocused();
  // Key by key: while the year is typed, its first digits are a year of their own.
  await page.keyboard.type('12242031');
  await expect(lastDay).toHaveValue('2031-12-24');
  await page.getByRole('button', { name: 'Review and save…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Everywhere in the organization')).toBeVisible();
  await expect(dialog.getByText('projects: create')).toBeVisible();
  await expect(dialog.getByText('project shop')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Unsaved changes' })).toHaveCount(0);
  await page.reload();
  await expect(box(page, 'Mia Member', 'shop')).toHaveAttribute('aria-checked', 'true');
  await expect(page.getByRole('switch', { name: 'Create projects' })).toBeChecked();
  await expect(page.getByLabel('Last day of the grant')).toHaveValue('2031-12-24');
});

test('unsaved changes outlive another page, and are discarded as a whole', async ({ acme }) => {
  const { page, show, memberIdOf } = acme;
  await show(`/members/${memberIdOf('Mia Member')}`);
  await page.getByLabel('Role in this organization').selectOption({ label: 'Viewer' });
  await page.getByRole('tab', { name: 'Matrix' }).click();
  await page.getByRole('tab', { name: 'Access' }).click();
  await expect(page.getByText('1 unsaved change', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByLabel('Role in this organization').locator('option:checked')).toHaveText('Member');
});

test('nobody changes their own access, and is told so', async ({ acme: { page, show, memberIdOf } }) => {
  await show(`/members/${memberIdOf('Olivia Owner')}`);
  await expect(page.getByText('You can look at this, and change nothing')).toBeVisible();
  await expect(page.getByLabel('Role in this organization')).toBeDisabled();
  await page.getByRole('button', { name: 'More for Olivia Owner' }).click();
  await expect(page.getByRole('menuitem', { name: /Remove from the organization/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
});

test('many are changed at once after a preview; who cannot be changed is named', async ({ acme }) => {
  const { page, show } = acme;
  await show('/members');
  await page.getByRole('checkbox', { name: 'Select Olivia Owner' }).click();
  await page.getByRole('button', { name: 'Suspend…' }).hover();
  await expect(page.getByRole('tooltip')).toContainText('Olivia Owner is among them');
  await page.getByRole('checkbox', { name: 'Select Olivia Owner' }).click();
  await page.getByRole('checkbox', { name: 'Select Mia Member' }).click();
  await page.getByRole('checkbox', { name: 'Select Noah Newman' }).click();
  await page.getByRole('button', { name: 'Role…' }).click();
  await page.getByRole('menuitem', { name: 'Developer' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make 2 members Developer' });
  await expect(dialog.getByRole('row', { name: /Noah Newman/ })).toContainText(/gains \d+/);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Give the role Developer' }).click();
  await expect(page.getByRole('row', { name: /Mia Member/ })).toContainText('Developer');
  await page.getByRole('checkbox', { name: 'Select Vera Viewer' }).click();
  await page.getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('row', { name: /Vera Viewer/ })).toHaveCount(0);
});

test('removing somebody says first what goes and what stays', async ({ acme }) => {
  const { page, show, memberIdOf } = acme;
  await show(`/members/${memberIdOf('Dana Developer')}`);
  await page.getByRole('button', { name: 'More for Dana Developer' }).click();
  await page.getByRole('menuitem', { name: 'Suspend…' }).click();
  await page.getByRole('button', { name: 'Suspend', exact: true }).click();
  await expect(page.getByText('suspended', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'More for Dana Developer' }).click();
  await page.getByRole('menuitem', { name: /^Remove/ }).click();
  await expect(page.getByLabel('What goes')).toContainText('belongs to no other organization here');
  await page.getByRole('button', { name: 'Remove from the organization' }).click();
  await expect(page.getByRole('row', { name: /Mia Member/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Dana Developer/ })).toHaveCount(0);
});

test('the matrix says by what on focus, filters, and is exported as CSV', async ({ acme }) => {
  const { page, show, memberIdOf } = acme;
  await show(`/members/${memberIdOf('Vera Viewer')}/matrix`);
  await page.getByRole('searchbox', { name: 'Filter permissions' }).fill('deployment');
  await page.getByRole('gridcell').first().focus();
  await expect(page.getByRole('region', { name: 'By what' })).toContainText('Viewer');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: 'By what' })).toContainText('Not held. It would take');
  expect(await violations(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  expect(await readFile(await file.path(), 'utf8')).toContain('deployment');
});

test('a team gives its grants to whoever is put in, and takes them with it', async ({ acme }) => {
  const { page, show, memberIdOf } = acme;
  await show('/teams');
  await page.getByRole('button', { name: 'New team' }).click();
  await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('On call');
  await page.getByRole('button', { name: 'Create team' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'On call' })).toBeVisible();
  await box(page, 'On call', 'blog').click();
  await page.getByRole('button', { name: 'Review and save…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByLabel('Add a member').selectOption({ label: 'Noah Newman (noah.newman@example.com)' });
  await expect(page.getByRole('dialog').getByText('project blog')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('row', { name: /Noah Newman/ })).toBeVisible();
  const address = page.url();

  await show(`/members/${memberIdOf('Noah Newman')}`);
  await expect(box(page, 'Noah Newman', 'blog')).toContainText('by team On call');
  await expect(box(page, 'Noah Newman', 'blog')).toHaveAttribute('aria-disabled', 'true');

  await page.goto(address);
  await page.getByRole('button', { name: 'More for On call' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await expect(page.getByRole('dialog')).toContainText(/loses \d+/);
  await page.getByRole('button', { name: 'Delete team' }).click();
  await expect(page.getByText('No teams yet')).toBeVisible();
});

test('what is refused can be asked for, and is granted after a preview', async ({ acme, browser }) => {
  const { page, show, tree } = acme;
  const bo = await join(browser, await inviteBo(acme, tree.idOf.get('shop/staging') ?? ''), 'Bo');
  const errors = watchErrors(bo);
  await bo.goto(`${acme.host.url}/o/${acme.organizationId}/members`);
  await expect(bo.getByText('The list of members is not open to you')).toBeVisible();
  await row(bo, 'shop').click();
  await row(bo, 'staging').click({ button: 'right' });
  await bo.getByRole('menuitem', { name: 'Why can I not…?' }).click();
  await bo.getByLabel('What you want to do').selectOption('service.create');
  await expect(bo.getByRole('dialog')).toContainText('service.create');
  await expect(bo.getByText('What would allow it')).toBeVisible();
  await bo.getByRole('button', { name: 'Ask for it…' }).click();
  await bo.getByLabel('What you need it for').fill('A second worker for the sale.');
  expect(await violations(bo)).toEqual([]);
  await bo.getByRole('button', { name: 'Ask for it', exact: true }).click();
  await expect(bo.getByText('asked', { exact: true })).toBeVisible();
  await bo.keyboard.press('Escape');

  await expect(page.getByRole('link', { name: '1 request waits for you' })).toBeVisible();
  await show('/requests');
  await expect(page.getByText('A second worker for the sale.')).toBeVisible();
  await page.getByRole('button', { name: 'Grant…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Role there').selectOption({ label: 'Developer' });
  await expect(dialog.getByText(/services: .*create/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  // It is told for a few seconds only, while the other page is looked at.
  const told = expect(bo.getByText(/has granted your request to create services/)).toBeVisible();
  await Promise.all([told, dialog.getByRole('button', { name: 'Grant', exact: true }).click()]);
  await expect(page.getByText(/granted by Olivia/)).toBeVisible();
  await expect(page.getByRole('link', { name: /waits? for you/ })).toHaveCount(0);

  await row(bo, 'staging').click({ button: 'right' });
  await expect(bo.getByRole('menuitem', { name: 'New service…' })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await bo.keyboard.press('Escape');
  await bo.goto(`${acme.host.url}/o/${acme.organizationId}/requests`);
  await expect(bo.getByText('granted', { exact: true })).toBeVisible();
  expect(errors).toEqual([]);
  await bo.context().close();
});

test.describe('with a thousand members', () => {
  test.use({ extraMembers: 1_000 });

  test('only the rows in sight are drawn, and all can be selected', async ({ acme: { page, show } }) => {
    await show('/members');
    await expect(page.getByText('Select all (1006)')).toBeVisible();
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await page.getByRole('table', { name: 'Members' }).getByRole('rowgroup').last().press('End');
    await expect(page.getByRole('row', { name: /Vera Viewer/ })).toBeVisible();
    await page.getByRole('searchbox', { name: 'Filter members' }).fill('person.09');
    await page.getByRole('checkbox', { name: 'Select all shown (100)' }).click();
    await page.getByRole('button', { name: 'Suspend…' }).click();
    await expect(page.getByRole('dialog').getByRole('row', { name: /Person 0900/ })).toBeVisible();
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend', exact: true }).click();
    await expect(page.getByRole('row', { name: /Person 0900/ })).toContainText('suspended');
  });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('every page of members, teams and access has no violations', async ({ acme }) => {
      const { page, show, memberIdOf, organizationId, host } = acme;
      const team = await host.rest<{ id: string }>('POST', `/organizations/${organizationId}/teams`, {
        name: 'On call',
      });
      const mia = memberIdOf('Mia Member');
      const paths = [
        '/members',
        `/members/${mia}`,
        `/members/${mia}/matrix`,
        '/teams',
        `/teams/${team.id}`,
        '/requests',
        '/review',
      ];
      for (const path of paths) {
        await show(path);
        await expect(page.getByRole('treeitem').first()).toBeVisible();
        expect(await violations(page), path).toEqual([]);
      }
    });
  });
}
