import { sharedNames } from './support/focus.ts';
import { machineText } from './support/machine-text.ts';
import { expect, openPalette, row, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

test('what is wrong with a page is found, each by its rule', async ({ page }) => {
  await page.setContent(
    '<main><h1>A page</h1><img src="x"><p style="color: #999; background: #fff">Faint</p></main>',
  );
  expect((await violations(page)).map((text) => text.split(':')[0])).toEqual(
    expect.arrayContaining(['color-contrast', 'document-title', 'image-alt']),
  );
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    test.use({ colorScheme: theme });

    test('first run has no violations', async ({ page, emptyHost }) => {
      const errors = watchErrors(page);
      await page.goto(emptyHost.signInUrl);
      await expect(page.getByLabel('Your name')).toBeVisible();
      await page.getByLabel('Your name').press('Enter');
      await expect(page.getByText('must not be empty').first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(errors).toEqual([]);
    });

    test('every page of the shell has no violations', async ({ app, tree }) => {
      const { organizationId, idOf } = tree;
      const pages = [
        '',
        '/settings',
        '/audit',
        '/activity',
        '/profile',
        '/help',
        `/project/${idOf.get('shop')}`,
        `/project/${idOf.get('shop')}/settings`,
        `/environment/${idOf.get('shop/production')}`,
        `/environment/${idOf.get('shop/production')}/settings`,
      ];
      const base = new URL(app.url()).origin;
      for (const path of pages) {
        await app.goto(`${base}/o/${organizationId}${path}`);
        await expect(app.getByRole('heading', { level: 1 })).toBeVisible();
        await expect(app.getByRole('treeitem').first()).toBeVisible();
        expect(await violations(app), path).toEqual([]);
        expect(await sharedNames(app), path).toEqual([]);
      }
    });

    test('menus, dialogs and the palette have no violations', async ({ app }) => {
      await row(app, 'shop').click();
      await row(app, 'production').click();
      await row(app, 'web').click({ button: 'right' });
      await expect(app.getByRole('menu')).toBeVisible();
      expect(await violations(app)).toEqual([]);
      await app.getByRole('menuitem', { name: 'Delete' }).click();
      await expect(app.getByLabel('What will be lost')).toBeVisible();
      expect(await violations(app)).toEqual([]);
      await app.keyboard.press('Escape');
      await expect(row(app, 'web')).toBeFocused();
      await openPalette(app);
      await expect(app.getByRole('option').first()).toBeVisible();
      expect(await violations(app)).toEqual([]);
      await app.keyboard.press('Escape');
      await expect(row(app, 'web')).toBeFocused();
      await app.keyboard.press('?');
      await expect(app.getByRole('dialog')).toBeVisible();
      expect(await violations(app)).toEqual([]);
    });
  });
}

test('what only machines read is found', async ({ page }) => {
  await page.setContent(
    `<main><p>Done.<b>Then</b> go on</p><td>["a.read"]</td><p>svc_01kb2m3n4p5q</p><i title="at 2026-05-05T12:00"></i>
     <code>{"a":1}</code><p>The e.g. of acme.example.com at 2026-05-05 is fine. So is this.</p></main>`,
  );
  expect((await machineText(page)).toSorted()).toEqual([
    'Done.Then go on',
    '["a.read"]',
    'at 2026-05-05T12:00',
    'svc_01kb2m3n4p5q',
  ]);
});

test('no page shows what only machines read', async ({ app, tree, host }) => {
  const { organizationId, idOf } = tree;
  const serviceId = idOf.get('shop/production/web');
  const [project, environment] = [idOf.get('shop'), idOf.get('shop/production')];
  const roles = await host.rest<{ id: string; name: string }[]>(
    'GET',
    `/organizations/${organizationId}/roles`,
  );
  const role = roles.find(({ name }) => name === 'Member');
  const custom = await host.rest<{ id: string }>('POST', `/organizations/${organizationId}/roles`, {
    ...{ name: 'Watcher', reach: 'granted', permissions: ['logs.read', 'monitoring.read'] },
  });
  await host.rest('PATCH', `/roles/${custom.id}`, { permissions: ['logs.read'] });
  await host.rest('POST', `/organizations/${organizationId}/invitations`, {
    ...{ email: 'nina@example.com', roleId: role?.id, lifetimeHours: 48 },
    grants: [{ nodeId: environment, roleId: custom.id, endsAt: '2031-05-05T12:00:00.000Z' }],
  });
  await host.rest('PUT', `/services/${serviceId}/spec`, {
    spec: { source: { type: 'image', image: 'web:1' }, ports: [{ containerPort: 80, hostPort: 8080 }] },
  });
  const base = new URL(app.url()).origin;
  const look = async (path: string): Promise<void> => {
    await app.goto(`${base}/o/${organizationId}${path}`);
    await expect(app.getByRole('heading', { level: 1 }), path).toBeVisible();
    await expect(app.getByText(/^(Loading|Looking|Connecting)/)).toHaveCount(0);
    expect.soft(await machineText(app), path).toEqual([]);
  };
  const ofOrganization = ['', 'members', 'invitations', 'teams', 'roles', 'requests', 'review', 'policy'];
  const further = [
    'tags',
    'settings',
    'audit',
    'activity',
    'profile',
    'sessions',
    'api-keys',
    'help',
    'host',
  ];
  for (const page of [...ofOrganization, ...further]) await look(page && `/${page}`);
  for (const page of ['', '/access', '/settings']) await look(`/project/${project}${page}`);
  for (const page of ['', '/access', '/settings']) await look(`/environment/${environment}${page}`);
  const ofService = ['', '/deployments', '/variables', '/configuration'];
  for (const page of ofService) await look(`/service/${serviceId}${page}`);

  await look('/audit');
  const events = app.getByRole('table', { name: 'Audit trail' }).getByRole('row');
  for (const text of ['role.update', 'role.create', 'invitation.create', 'service.configure']) {
    await events.filter({ hasText: text }).first().click();
    await expect(app.getByRole('complementary', { name: /^Event/ })).toContainText(text);
    expect.soft(await machineText(app), text).toEqual([]);
  }
});
