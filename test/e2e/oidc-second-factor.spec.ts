import type { Page } from '@playwright/test';
import { generateSync } from 'otplib/functional';
import { startOidcServer } from '../support/oidc-server.ts';
import type { E2eHost } from './support/host.ts';
import { expect, test } from './support/test.ts';

const mia = { sub: 'mia-1', email: 'mia@example.com', isVerified: true, name: 'Mia' };
const password = 'a password of Mia';

/** Calls an operation as whoever is signed in by this token. */
const callAs = async <T>({ url }: E2eHost, token: string, method: string, path: string, body: object) => {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

/** Gives whoever is signed in on a page a password and an authenticator, whose secret it answers; the page is signed out by it. */
const setAuthenticatorUp = async (page: Page, host: E2eHost): Promise<string> => {
  const old = (await page.evaluate(() => sessionStorage.getItem('quayside.token'))) ?? '';
  const { token } = await callAs<{ token: string }>(host, old, 'PUT', 'session/password', {
    newPassword: password,
  });
  const { secret } = await callAs<{ secret: string }>(host, token, 'POST', 'session/two-factor/start', {
    password,
  });
  await callAs(host, token, 'POST', 'session/two-factor/confirm', { code: generateSync({ secret }) });
  return secret;
};

test('whoever has an authenticator is asked for its code after the provider, unless that is trusted', async ({
  page,
  host,
  tree,
}) => {
  const server = await startOidcServer(mia, [`${host.url}/oidc/callback`]);
  const providers = `/organizations/${tree.organizationId}/identity-providers`;
  try {
    const roles = await host.rest<{ id: string; name: string }[]>(
      'GET',
      `/organizations/${tree.organizationId}/roles`,
    );
    const { issuer, clientId, clientSecret } = server;
    const provider = await host.rest<{ id: string }>('POST', providers, {
      name: 'Example login',
      issuer,
      clientId,
      clientSecret,
      emailDomains: ['example.com'],
      roleId: roles.find(({ name }) => name === 'Member')?.id,
    });
    const byProvider = page.getByRole('button', { name: 'Sign in by Example login' });
    const inside = page.getByRole('button', { name: 'Organization Acme' });
    await page.goto(host.url);
    await byProvider.click();
    await expect(inside).toBeVisible();
    const secret = await setAuthenticatorUp(page, host);

    await byProvider.click();
    const code = page.getByLabel('Code of your authenticator');
    await expect(code).toBeFocused();
    await code.fill('000000');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toContainText('The code is wrong');
    // The code that turned it on was used; the next one is early, and still good.
    await code.fill(generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) + 30 }));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(inside).toBeVisible();

    await host.rest('PATCH', `${providers}/${provider.id}`, { trustsSecondFactor: true });
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(host.url);
    await byProvider.click();
    await expect(inside).toBeVisible();
  } finally {
    await server.close();
  }
});
