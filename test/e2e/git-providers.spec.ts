import { goodToken, startGitProvider } from '#test/support/git-provider-server.ts';
import { withStore } from './support/stores.ts';
import { expect, openPalette, openRoom, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

type Made = { readonly id: string };

test('a git provider is added from the palette and tested, a service takes its repository, and then it stays', async ({
  page,
}) => {
  await using provider = await startGitProvider('gitea');
  await withStore('server-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    const [organization] = await host.rest<Made[]>('GET', '/organizations');
    const shop = await host.rest<Made>('POST', `/organizations/${organization?.id}/projects`, {
      name: 'shop',
    });
    const [production] = await host.rest<Made[]>('GET', `/projects/${shop.id}/environments`);
    const url = 'https://git.example.com/acme/web.git';
    const spec = { source: { type: 'git', url, ref: { type: 'branch', name: 'main' } } };
    const { id } = await host.rest<Made>('POST', `/environments/${production?.id}/services`, {
      name: 'web',
      spec,
    });
    await host.rest('POST', `/organizations/${organization?.id}/git-providers`, {
      name: 'Example',
      type: 'gitea',
      baseUrl: 'https://git.example.com',
      accessToken: 'none',
    });
    await page.goto(host.signInUrl);
    await expect(page.getByRole('tree')).toBeVisible();

    await openPalette(page);
    await page.keyboard.type('forgejo');
    await page.getByRole('option', { name: 'Add a git provider…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Forge');
    await dialog.getByLabel('Type').selectOption('gitea');
    await dialog.getByLabel('Token').fill('a wrong token');
    await dialog.getByRole('button', { name: 'Add git provider' }).click();
    await expect(dialog.getByText('must hold visible characters of ASCII alone')).toBeVisible();
    await dialog.getByLabel('Token').fill('wrong');
    await dialog.getByRole('button', { name: 'Add git provider' }).click();
    await expect(dialog.getByText(/has no service of its own/)).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Address').fill(`${provider.baseUrl}/`);
    await dialog.getByRole('button', { name: 'Add git provider' }).click();
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog.getByRole('alert')).toContainText('It refuses the token.');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');

    const table = page.getByRole('table', { name: 'Git providers' });
    await table.getByRole('button', { name: 'Change Forge' }).click();
    await dialog.getByLabel('Token').fill(goodToken);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    await table.getByRole('button', { name: 'Test Forge' }).click();
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await expect(dialog.getByText(/as robot, .* more than 50 repositories/)).toBeVisible();
    await page.keyboard.press('Escape');

    await page.goto(`${host.url}/o/${organization?.id}/service/${id}/configuration`);
    await page.getByRole('button', { name: 'Fetch by the token of Example' }).click();
    await expect(page.getByText('Fetched by the token of Example.')).toBeVisible();
    await page.getByRole('switch', { name: 'Deploy when the branch moves' }).click();
    await expect(page.getByText(/^In the name of .*Not seen yet/)).toBeVisible();
    await page.getByLabel('Paths that count').fill('services/api\n[');
    await page.getByRole('button', { name: 'Save paths and words' }).click();
    await expect(page.getByText(/has a bracket that is not closed/)).toBeVisible();
    await page.getByLabel('Paths that count').fill('services/api\n!**/*.md');
    await page.getByRole('button', { name: 'Save paths and words' }).click();
    await expect(page.getByRole('button', { name: 'Save paths and words' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Look at the branch now' }).click();
    await expect(page.getByText(/Looking at the branch failed on git\.example\.com/).first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Pick a repository …' }).click();
    await dialog.getByLabel('Git provider').selectOption('Forge');
    await dialog.getByRole('searchbox', { name: 'Repository' }).fill('app-120');
    await dialog.getByRole('button', { name: /acme\/app-120/ }).click();
    await dialog.getByLabel('Branch').selectOption('feature/login');
    expect(await violations(page)).toEqual([]);
    // the stand-in speaks no TLS, over which alone sources are fetched
    await dialog.getByRole('button', { name: 'Use it' }).click();
    await expect(dialog.getByText(/must be an https:\/\/ or SSH address/)).toBeVisible();
    await page.keyboard.press('Escape');

    await page.goto(`${host.url}/o/${organization?.id}`);
    await openRoom(page, 'Connections', 'Git providers');
    await expect(table.getByRole('row', { name: /^Forge/ })).toContainText('Gitea or Forgejo');
    expect(await violations(page)).toEqual([]);
    await table.getByRole('button', { name: 'Delete Example' }).click();
    await expect(dialog.getByRole('link', { name: 'shop/production/web' })).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Delete git provider' })).toBeDisabled();
    expect(await violations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});

test('a deploy key is made at the provider, and what it keeps of a service that is gone is tried again or forgotten', async ({
  page,
}) => {
  await using provider = await startGitProvider('gitea');
  await withStore('server-store.ts', [], async (host) => {
    const errors = watchErrors(page);
    const [organization] = await host.rest<Made[]>('GET', '/organizations');
    const at = `/organizations/${organization?.id}`;
    const shop = await host.rest<Made>('POST', `${at}/projects`, { name: 'shop' });
    const [production] = await host.rest<Made[]>('GET', `/projects/${shop.id}/environments`);
    const add = (name: string, path: string): Promise<Made> =>
      host.rest<Made>('POST', `/environments/${production?.id}/services`, {
        name,
        spec: {
          source: { type: 'git', url: `git@127.0.0.1:${path}.git`, ref: { type: 'branch', name: 'main' } },
        },
      });
    const [web, api] = [await add('web', 'acme/app-1'), await add('api', 'acme/app-2')];
    await host.rest('POST', `${at}/git-providers`, {
      name: 'Forge',
      type: 'gitea',
      baseUrl: provider.baseUrl,
      accessToken: goodToken,
    });
    await page.goto(host.signInUrl);
    await expect(page.getByRole('tree')).toBeVisible();
    for (const [{ id }, path] of [[web, 'acme/app-1'] as const, [api, 'acme/app-2'] as const]) {
      await page.goto(`${host.url}/o/${organization?.id}/service/${id}/configuration`);
      await page.getByRole('button', { name: 'Make it at Forge' }).click();
      await expect(page.getByText(`${path} knows the key, which may read it.`)).toBeVisible();
    }
    expect(provider.deployKeys.map(({ repository }) => repository)).toEqual(['acme/app-1', 'acme/app-2']);
    provider.refuse(403, {}, 'DELETE');
    await host.rest('DELETE', `/services/${web.id}`, { typedName: 'web' });
    await host.rest('DELETE', `/services/${api.id}`, { typedName: 'api' });

    await page.goto(`${host.url}/o/${organization?.id}`);
    await openRoom(page, 'Connections', 'Git providers');
    const left = page.getByRole('list', { name: 'Left at repositories' });
    await left.getByRole('button', { name: 'Try again: Deploy key at acme/app-1' }).click();
    await expect(left.getByRole('listitem').filter({ hasText: 'acme/app-1' })).toContainText(
      'may not do that',
    );
    expect(await violations(page)).toEqual([]);
    provider.relent();
    await left.getByRole('button', { name: 'Try again: Deploy key at acme/app-1' }).click();
    await expect(left.getByRole('listitem')).toHaveCount(1);
    await left.getByRole('button', { name: 'Forget: Deploy key at acme/app-2' }).click();
    await page.getByRole('button', { name: 'Forget it' }).click();
    await expect(left).toHaveCount(0);
    expect(provider.deployKeys.map(({ repository }) => repository)).toEqual(['acme/app-2']);
    expect(errors).toEqual([]);
  });
});
