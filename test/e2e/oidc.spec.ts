import { startOidcServer } from '../support/oidc-server.ts';
import { expect, test, watchErrors } from './support/test.ts';

test('an Owner sets a provider up, and a new colleague signs in by it', async ({
  app,
  browser,
  host,
  tree,
}) => {
  const provider = await startOidcServer(
    { sub: 'mia-1', email: 'mia@example.com', isVerified: true, name: 'Mia' },
    [`${host.url}/oidc/callback`],
  );
  try {
    await app.goto(`${host.url}/o/${tree.organizationId}/sign-in`);
    await expect(app.getByText(`${host.url}/oidc/callback`)).toBeVisible();
    await app.getByRole('button', { name: 'Add provider' }).first().click();
    const dialog = app.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Example login');
    await dialog.getByLabel('Issuer').fill(provider.issuer);
    await dialog.getByLabel('Client ID').fill(provider.clientId);
    await dialog.getByLabel('Client secret (optional)').fill(provider.clientSecret);
    await dialog.getByLabel('Domains of e-mail addresses').fill('example.com');
    await expect(dialog.getByLabel('Newcomers become')).not.toContainText('Admin');
    await dialog.getByRole('button', { name: 'Add provider' }).click();
    await expect(app.getByRole('row', { name: /Example login/ })).toContainText('on');

    const context = await browser.newContext();
    const page = await context.newPage();
    const errors = watchErrors(page);
    await page.goto(host.url);
    await page.getByRole('button', { name: 'Sign in by Example login' }).click();
    await expect(page.getByRole('button', { name: 'Organization Acme' })).toBeVisible();
    expect(page.url()).not.toContain('code=');

    await page.goto(`${host.url}/o/${tree.organizationId}/profile`);
    await expect(page.getByRole('list', { name: 'Linked identities' })).toContainText('mia@example.com');
    await page.getByRole('button', { name: 'Unlink' }).click();
    await expect(page.getByText('this is your only way in; choose a password first')).toBeVisible();
    await page.goto(`${host.url}/oidc/callback?code=x&state=y`);
    await expect(page.getByText('This window began no sign-in, or finished it before.')).toBeVisible();
    expect(errors).toEqual([]);
    await context.close();
  } finally {
    await provider.close();
  }
});
