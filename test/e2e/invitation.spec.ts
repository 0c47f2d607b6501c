import { register } from './support/join.ts';
import { expect, row, test, watchErrors } from './support/test.ts';

test('an invited person registers by the link and sees only the granted environment', async ({
  app,
  browser,
  host,
  tree,
}) => {
  await app.goto(`${host.url}/o/${tree.organizationId}/invitations`);
  await expect(app.getByText('Nobody is invited')).toBeVisible();
  await app.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = app.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill('Bo@Example.com');
  await dialog.getByLabel('Role', { exact: true }).selectOption({ label: 'Member' });
  await expect(dialog.getByText('Nothing yet: this role holds only where a grant says so.')).toBeVisible();
  await dialog.getByRole('searchbox', { name: 'Filter what can be granted' }).fill('staging');
  await dialog.getByRole('treeitem', { name: /^environment staging/ }).click();
  await expect(dialog.getByLabel('What they will be able to do')).toContainText('shop/staging');
  await expect(dialog.getByRole('radio').first()).toContainText('48 hours');
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  const link = await app.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
  expect(link).toMatch(new RegExp(`^${host.url}/#invitation=[\\w-]{43}$`));
  await expect(app.getByText('This link works on this machine only')).toBeVisible();
  const saved = app.waitForEvent('download');
  await app.getByRole('button', { name: 'Save file' }).click();
  expect((await saved).suggestedFilename()).toBe('acme.quayside-invitation');
  await app.getByRole('button', { name: 'Done' }).click();
  await expect(app.getByRole('row', { name: /bo@example\.com/ })).toContainText('47 h left');

  const context = await browser.newContext();
  const page = await context.newPage();
  const errors = watchErrors(page);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Join Acme' })).toBeVisible();
  expect(page.url()).not.toContain('invitation');
  await expect(page.getByText('Olivia invites b•••@example.com as Member.')).toBeVisible();
  await register(page, 'Bo');

  await row(page, 'shop').click();
  await expect(row(page, 'staging')).toBeVisible();
  await expect(row(page, 'production')).toHaveCount(0);
  await expect(row(page, 'blog')).toHaveCount(0);
  await expect(row(page, 'tools')).toHaveCount(0);
  await page.goto(`${host.url}/o/${tree.organizationId}/invitations`);
  await expect(page.getByText('The list of invitations is not open to you')).toBeVisible();

  await expect(app.getByText('Nobody is invited')).toBeVisible();
  expect(errors).toEqual([]);
  await context.close();
});

test('a cancelled invitation, a used link and nonsense are told alike, and a resent link is a new one', async ({
  app,
  browser,
  host,
  tree,
}) => {
  const roles = await host.rest<{ id: string; name: string }[]>(
    'GET',
    `/organizations/${tree.organizationId}/roles`,
  );
  const invite = (email: string) =>
    host.rest<{ path: string; invitation: { id: string } }>(
      'POST',
      `/organizations/${tree.organizationId}/invitations`,
      { email, roleId: roles.find(({ name }) => name === 'Viewer')?.id, lifetimeHours: 48 },
    );
  const made = await invite('bo@example.com');
  await app.goto(`${host.url}/o/${tree.organizationId}/invitations`);
  await app.getByRole('button', { name: 'Resend to bo@example.com' }).click();
  const fresh = await app.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
  expect(fresh).not.toContain(made.path);
  await app.getByRole('button', { name: 'Done' }).click();

  const page = await (await browser.newContext()).newPage();
  const refusal = page.getByText(/this invitation link does not work \(any more\)/i);
  for (const path of [made.path, `/#invitation=${'A'.repeat(43)}`]) {
    await page.goto('about:blank');
    await page.goto(`${host.url}${path}`);
    await expect(refusal).toBeVisible();
  }
  await page.getByText('I was invited').click();
  await page.getByLabel('Invitation link').fill(fresh);
  await page.getByRole('button', { name: 'Use the link' }).click();
  await expect(page.getByRole('heading', { name: 'Join Acme' })).toBeVisible();

  await app.getByRole('button', { name: 'Cancel the invitation of bo@example.com' }).click();
  await app.getByRole('button', { name: 'Cancel invitation' }).click();
  await expect(app.getByText('Nobody is invited')).toBeVisible();
  await register(page, 'Bo');
  await expect(refusal).toBeVisible();
  await page.context().close();
});

test('an invitation file is opened on the sign-in page', async ({ browser, host, tree }) => {
  const roles = await host.rest<{ id: string; name: string }[]>(
    'GET',
    `/organizations/${tree.organizationId}/roles`,
  );
  const { secret } = await host.rest<{ secret: string }>(
    'POST',
    `/organizations/${tree.organizationId}/invitations`,
    {
      email: 'bo@example.com',
      roleId: roles.find(({ name }) => name === 'Viewer')?.id,
      lifetimeHours: 168,
    },
  );
  const page = await (await browser.newContext()).newPage();
  await page.goto(host.url);
  await page.getByText('I was invited').click();
  const file = {
    version: 1,
    secret,
    organization: 'Acme',
    email: 'bo@example.com',
    expiresAt: new Date(Date.now() + 168 * 3_600_000).toISOString(),
  };
  const open = (content: object) =>
    page.getByLabel('Invitation file', { exact: true }).setInputFiles({
      name: 'acme.quayside-invitation',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(content)),
    });
  await open({ ...file, version: 7 });
  await expect(page.getByText('This is no invitation.')).toBeVisible();
  await open(file);
  await expect(page.getByRole('heading', { name: 'Join Acme' })).toBeVisible();
  await page.context().close();
});
