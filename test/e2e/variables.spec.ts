import type { Page } from '@playwright/test';
import type { E2eHost } from './support/host.ts';
import { join } from './support/join.ts';
import { openTab } from './support/lab.ts';
import type { SmallTree } from './support/seed.ts';
import { expect, openRoom, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

const idOf = ({ idOf: ids }: SmallTree, path: string): string => ids.get(path) ?? '';

const go = async (page: Page, host: E2eHost, { organizationId }: SmallTree, path: string): Promise<void> => {
  await page.goto(`${host.url}/o/${organizationId}${path}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
};

const save = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Save …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: /next deployment/ })).toBeVisible();
};

const envText = (page: Page) => page.getByRole('textbox', { name: 'Text of an env file' });

test('variables come down from organization, project and environment, with their source, and can be overridden and restored', async ({
  app,
  host,
  tree,
}) => {
  const errors = watchErrors(app);
  await go(app, host, tree, '');
  await openRoom(app, 'Rules', 'Variables');
  await openTab(app, 'As text');
  await envText(app).fill('# where mail goes\nSMTP_HOST=mail.internal # relay\nSMTP_PASSWORD=hush');
  await save(app);
  await app.reload();
  await openTab(app, 'As text');
  await expect(envText(app)).toHaveValue(
    "# where mail goes\nSMTP_HOST=mail.internal # relay\nSMTP_PASSWORD='•••'\n",
  );

  await go(app, host, tree, `/project/${idOf(tree, 'shop')}`);
  await openRoom(app, 'Variables');
  const variables = app.getByRole('list', { name: 'Variables' }).getByRole('listitem');
  for (const [at, value] of ['db.staging', 'db.anywhere'].entries()) {
    await app.getByRole('button', { name: 'Add a variable' }).click();
    await variables.nth(at).getByRole('textbox', { name: 'Name' }).fill('DATABASE_HOST');
    await variables
      .nth(at)
      .getByRole('textbox', { name: /^Value/ })
      .fill(value);
  }
  await expect(app.getByText('is there already as DATABASE_HOST')).toBeVisible();
  await variables.nth(0).getByRole('button', { name: 'Holds everywhere: choose where' }).click();
  const dialog = app.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'staging' }).click();
  expect(await violations(app)).toEqual([]);
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(variables.nth(0)).toContainText('staging');
  await app.getByRole('button', { name: 'Save …' }).click();
  await expect(dialog).toContainText('2 added.');
  await expect(dialog.getByRole('table', { name: 'What is saved' })).toContainText('DATABASE_HOST (staging)');
  expect(await violations(app)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await save(app);

  await openTab(app, 'Preview');
  const preview = app.getByRole('region', { name: 'What services get' });
  await app.getByLabel('In the environment').selectOption({ label: 'staging' });
  await expect(preview.getByRole('row', { name: /^DATABASE_HOST/ })).toContainText('db.staging');
  await app.getByLabel('In the environment').selectOption({ label: 'production' });
  await expect(preview.getByRole('row', { name: /^DATABASE_HOST/ })).toContainText('db.anywhere');
  expect(await violations(app)).toEqual([]);

  await go(app, host, tree, `/service/${idOf(tree, 'shop/production/web')}/variables`);
  const inherited = app.getByRole('region', { name: 'Inherited' });
  const row = (name: string) => inherited.getByRole('row', { name: new RegExp(`^${name}`) });
  await expect(row('DATABASE_HOST')).toContainText('db.anywhere');
  await expect(row('DATABASE_HOST')).toContainText('project shop');
  await expect(row('SMTP_PASSWORD')).toContainText('•••');
  await expect(row('SMTP_PASSWORD')).toContainText('organization Acme');
  expect(await violations(app)).toEqual([]);
  await row('DATABASE_HOST').getByRole('button', { name: 'Override here' }).click();
  const own = variables.filter({ has: app.getByLabel('Value of DATABASE_HOST') });
  await expect(own.getByLabel('Value of DATABASE_HOST')).toBeFocused();
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference
  await own.getByLabel('Value of DATABASE_HOST').fill('${{project.DATABASE_HOST}}:${{SMTP_HOST}}');
  await save(app);
  await expect(own).toContainText('Overrides project · = db.anywhere:mail.internal');
  await expect(row('DATABASE_HOST')).toBeHidden();
  await own.getByRole('button', { name: 'Remove DATABASE_HOST' }).click();
  await save(app);
  await expect(row('DATABASE_HOST')).toBeVisible();

  await app.getByRole('button', { name: 'Earlier saves' }).click();
  await dialog.getByRole('listitem').nth(1).getByRole('button').click();
  await expect(dialog.getByRole('table', { name: 'What restoring changes' })).toContainText('SMTP_HOST');
  expect(await violations(app)).toEqual([]);
  await dialog.getByRole('button', { name: 'Restore version 2' }).click();
  await expect(own).toContainText('= db.anywhere:mail.internal');
  expect(errors).toEqual([]);
});

test('somebody who may only read the variables of a project sees that room, and changes nothing', async ({
  app: _,
  browser,
  host,
  tree,
}) => {
  const at = `/organizations/${tree.organizationId}`;
  const role = await host.rest<{ id: string }>('POST', `${at}/roles`, {
    name: 'Reader of variables',
    reach: 'granted',
    permissions: ['projectVariables.read'],
  });
  const projectId = idOf(tree, 'shop');
  await host.rest('PUT', `/projects/${projectId}/variables`, {
    variables: [{ name: 'GREETING', value: 'hello' }],
  });
  const { path } = await host.rest<{ path: string }>('POST', `${at}/invitations`, {
    email: 'vera@example.com',
    roleId: role.id,
    lifetimeHours: 48,
    grants: [{ nodeId: projectId }],
  });
  const vera = await join(browser, `${host.url}${path}`, 'Vera');
  await vera.goto(`${host.url}/o/${tree.organizationId}/project/${projectId}`);
  await expect(vera.getByRole('tablist', { name: 'Parts of shop' }).getByRole('tab')).toHaveText([
    'Variables',
  ]);
  await expect(vera.getByLabel('Value of GREETING')).toHaveValue('hello');
  await expect(vera.getByRole('button', { name: 'Add a variable' })).toBeHidden();
  expect(await violations(vera)).toEqual([]);
  await vera.context().close();
});
