import type { Browser, Page } from '@playwright/test';
import type { E2eHost } from './support/host.ts';
import { join } from './support/join.ts';
import { withStore } from './support/stores.ts';
import { expect, openRoom, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Place {
  readonly organizationId: string;
  readonly serverId: string;
}

const placeOf = async (host: E2eHost): Promise<Place> => {
  const [acme] = await host.rest<Named[]>('GET', '/organizations');
  const organizationId = acme?.id ?? '';
  const [server] = await host.rest<Named[]>('GET', `/organizations/${organizationId}/servers`);
  return { organizationId, serverId: server?.id ?? '' };
};

/** Somebody who holds just these permissions on the server, and nothing elsewhere; their page of that server. */
const holder = async (
  host: E2eHost,
  browser: Browser,
  { name, permissions }: { readonly name: string; readonly permissions: readonly string[] },
): Promise<Page> => {
  const { organizationId, serverId } = await placeOf(host);
  const at = `/organizations/${organizationId}`;
  const { id: roleId } = await host.rest<Named>('POST', `${at}/roles`, {
    name: `${name} alone`,
    reach: 'granted',
    permissions,
  });
  const { path } = await host.rest<{ path: string }>('POST', `${at}/invitations`, {
    email: `${name}@example.com`,
    roleId,
    lifetimeHours: 48,
    grants: [{ nodeId: serverId }],
  });
  const page = await join(browser, `${host.url}${path}`, name);
  await page.goto(`${host.url}/o/${organizationId}/server/${serverId}`);
  return page;
};

/** Which operations somebody was refused, as the audit trail has it. */
const refusals = async (host: E2eHost, who: string): Promise<string[]> => {
  const { organizationId } = await placeOf(host);
  const { items } = await host.rest<{ items: { operation: string; actor: { name: string } }[] }>(
    'GET',
    `/organizations/${organizationId}/audit?outcome=refused`,
  );
  return items.filter(({ actor }) => actor.name === who).map(({ operation }) => operation);
};

const rooms = (page: Page) => page.getByRole('tablist', { name: 'Parts of harbour' }).getByRole('tab');

test('the page of a server opens with what is held there, asks for nothing else, and says what is missing', async ({
  browser,
}) => {
  await withStore('server-store.ts', [], async (host) => {
    const dora = await holder(host, browser, { name: 'Dora', permissions: ['docker.read'] });
    const errors = watchErrors(dora);
    await expect(rooms(dora)).toHaveText(['Workloads']);
    await expect(
      dora.getByText('What runs on this server', { exact: false }).or(dora.getByRole('alert')),
    ).toBeVisible();
    await dora.getByRole('button', { name: 'Other pages…' }).click();
    const closed = dora.getByRole('dialog', { name: 'Other pages of harbour' }).getByRole('listitem');
    await expect(closed.filter({ hasText: 'server.read' }).first()).toContainText('Overview');
    await dora.keyboard.press('Escape');
    expect(await violations(dora)).toEqual([]);

    const gus = await holder(host, browser, { name: 'Gus', permissions: ['monitoring.read'] });
    await expect(rooms(gus)).toHaveText(['Overview']);
    await expect(gus.getByText(/No gauges yet|CPU/)).toBeVisible();
    const connection = gus.getByRole('region', { name: 'Connection' });
    await expect(connection).toContainText('server.read');
    await connection.getByRole('button', { name: 'Ask for it…' }).click();
    await gus.getByLabel('What you need it for').fill('To see where it is.');
    await gus.getByRole('button', { name: 'Ask for it', exact: true }).click();
    await expect(connection.getByText('asked', { exact: true })).toBeVisible();
    expect(await violations(gus)).toEqual([]);

    const del = await holder(host, browser, { name: 'Del', permissions: ['server.delete'] });
    await expect(rooms(del)).toHaveText(['Settings']);
    await expect(del.getByRole('button', { name: 'Forget …' })).toBeEnabled();
    await expect(del.getByRole('region', { name: 'Name and address' })).toContainText('server.read');

    expect(await refusals(host, 'Dora')).toEqual([]);
    expect(await refusals(host, 'Gus')).toEqual([]);
    expect(await refusals(host, 'Del')).toEqual([]);
    expect(errors).toEqual([]);
    for (const page of [dora, gus, del]) await page.context().close();
  });
});

test('a service of which somebody holds only the log opens with the log', async ({ browser, host, tree }) => {
  const { organizationId } = tree;
  const { id: roleId } = await host.rest<Named>('POST', `/organizations/${organizationId}/roles`, {
    name: 'Log reader',
    reach: 'granted',
    permissions: ['logs.read'],
  });
  const serviceId = tree.idOf.get('shop/staging/web') ?? '';
  const { path } = await host.rest<{ path: string }>('POST', `/organizations/${organizationId}/invitations`, {
    email: 'lou@example.com',
    roleId,
    lifetimeHours: 48,
    grants: [{ nodeId: serviceId }],
  });
  const lou = await join(browser, `${host.url}${path}`, 'Lou');
  const errors = watchErrors(lou);
  await lou.goto(`${host.url}/o/${organizationId}/service/${serviceId}`);
  await expect(lou.getByRole('tablist', { name: 'Parts of web' }).getByRole('tab')).toHaveText(['Logs']);
  await openRoom(lou, 'Logs');
  await lou.goto(`${host.url}/o/${organizationId}/environment/${tree.idOf.get('shop/staging')}`);
  await expect(lou.getByText('You know only the name of this environment')).toBeVisible();
  expect(await refusals(host, 'Lou')).toEqual([]);
  expect(errors).toEqual([]);
  await lou.context().close();
});

test('somebody who may only deploy a service deploys it, and is told why the plan is not shown', async ({
  browser,
}) => {
  await withStore('drifted-store.ts', [], async (host) => {
    const { organizationId } = await placeOf(host);
    const at = `/organizations/${organizationId}`;
    const services = await host.rest<Named[]>('GET', '/environments/Acme%2Fshop%2Fproduction/services');
    const serviceId = services[0]?.id ?? '';
    const { id: roleId } = await host.rest<Named>('POST', `${at}/roles`, {
      name: 'Deploys alone',
      reach: 'granted',
      permissions: ['deployment.create'],
    });
    const { path } = await host.rest<{ path: string }>('POST', `${at}/invitations`, {
      email: 'dee@example.com',
      roleId,
      lifetimeHours: 48,
      grants: [{ nodeId: serviceId }],
    });
    const dee = await join(browser, `${host.url}${path}`, 'Dee');
    const errors = watchErrors(dee);
    await dee.goto(`${host.url}/o/${organizationId}/service/${serviceId}`);
    await expect(dee.getByText('You know only the name of this service')).toBeVisible();
    await dee.getByRole('button', { name: 'Deploy …' }).click();
    const dialog = dee.getByRole('dialog', { name: 'Deploy web' });
    await expect(dialog.getByRole('region', { name: 'What would change' })).toContainText('deployment.read');
    expect(await violations(dee)).toEqual([]);
    await dialog.getByRole('button', { name: /^Deploy/ }).click();
    await expect(dee.getByText('Deployment #3 was asked for')).toBeVisible();
    expect(await refusals(host, 'Dee')).toEqual([]);
    expect(errors).toEqual([]);
    await dee.context().close();
  });
});
