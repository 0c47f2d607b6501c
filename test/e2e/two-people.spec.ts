import type { Browser, Page } from '@playwright/test';
import type { E2eHost } from './support/host.ts';
import { addServer, expect, openTab, test } from './support/lab.ts';
import { row, signIn, watchErrors } from './support/test.ts';

test.setTimeout(300_000);
test.use({
  actionTimeout: 15_000,
  serverOptions: { load: ['quayside-lab/app:1'] },
});

const password = 'a few words are enough';

interface Place {
  readonly host: E2eHost;
  readonly organizationId: string;
  readonly staging: string;
  readonly production: string;
}

const setUp = async (host: E2eHost, serverId: string): Promise<void> => {
  const { id } = await host.rest<{ id: string }>('POST', `/servers/${serverId}/setups`);
  await expect
    .poll(
      async () => (await host.rest<{ state: string }>('GET', `/servers/${serverId}/setups/${id}`)).state,
      {
        timeout: 90_000,
      },
    )
    .toBe('succeeded');
};

/** Invites Bo in the dialog, with the environment staging; answers the link. */
const invite = async (olivia: Page, { host, organizationId }: Place): Promise<string> => {
  await olivia.goto(`${host.url}/o/${organizationId}/invitations`);
  await olivia.getByRole('button', { name: 'Invite', exact: true }).click();
  const dialog = olivia.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill('bo@example.com');
  await dialog.getByLabel('Role', { exact: true }).selectOption({ label: 'Member' });
  await dialog.getByRole('searchbox', { name: 'Filter what can be granted' }).fill('staging');
  await dialog.getByRole('treeitem', { name: /^environment staging/ }).click();
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  return olivia.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue();
};

const register = async (browser: Browser, link: string): Promise<Page> => {
  const bo = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await bo.goto(link);
  await bo.getByLabel('Your name').fill('Bo');
  await bo.getByLabel('Choose a password').fill(password);
  await bo.getByLabel('The same password again').fill(password);
  await bo.getByRole('button', { name: /^Register and join/ }).click();
  await expect(bo.getByRole('tree')).toBeVisible({ timeout: 30_000 });
  return bo;
};

const saveChanges = async (olivia: Page): Promise<void> => {
  await olivia.getByRole('button', { name: 'Review and save…' }).click();
  await olivia.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(olivia.getByRole('dialog')).toBeHidden();
};

test('two people: invited, granted, deploying, refused, promoted, and removed while watching a log', async ({
  page: olivia,
  browser,
  host,
  tree,
  server,
}) => {
  const place: Place = {
    host,
    organizationId: tree.organizationId,
    staging: tree.idOf.get('shop/staging/web') ?? '',
    production: tree.idOf.get('shop/production/web') ?? '',
  };
  const serverId = await addServer(host, place.organizationId, server, 'harbour');
  await setUp(host, serverId);
  for (const serviceId of [place.staging, place.production]) {
    await host.rest('PUT', `/services/${serviceId}/spec`, {
      serverId,
      spec: { source: { type: 'image', image: 'quayside-lab/app:1' }, soakSeconds: 1 },
    });
  }
  const errors = watchErrors(olivia);
  await signIn(olivia, host);
  const bo = await register(browser, await invite(olivia, place));
  const boErrors = watchErrors(bo);

  await test.step('Bo sees the granted environment, and above it names only', async () => {
    await row(bo, 'shop').click();
    await bo.keyboard.press('ArrowRight');
    await expect(row(bo, 'staging')).toBeVisible();
    await expect(row(bo, 'production')).toHaveCount(0);
    await expect(row(bo, 'blog')).toHaveCount(0);
    await expect(bo.getByRole('treeitem', { name: /^harbour/ })).toHaveCount(0);
    await expect(bo.getByText('You know only the name of this project')).toBeVisible();
    await bo.keyboard.press('Control+k');
    await bo.keyboard.type('production');
    await expect(bo.getByRole('option', { name: /^production/ })).toHaveCount(0);
    await bo.keyboard.press('Escape');
  });

  await test.step('Bo deploys there', async () => {
    await bo.goto(`${host.url}/o/${place.organizationId}/service/${place.staging}`);
    await bo
      .getByRole('button', { name: /^Deploy/ })
      .first()
      .click();
    await bo
      .getByRole('dialog')
      .getByRole('button', { name: /^Deploy/ })
      .click();
    await expect(bo.getByRole('tabpanel').getByText('Succeeded', { exact: true }).first()).toBeVisible({
      timeout: 90_000,
    });
  });

  await test.step('Bo is refused elsewhere, with the reason', async () => {
    await bo.goto(`${host.url}/o/${place.organizationId}/service/${place.production}`);
    await expect(bo.getByText('It is not there')).toBeVisible();
    await bo.goto(`${host.url}/o/${place.organizationId}/service/${place.staging}`);
    await bo.getByRole('treeitem', { name: /^web/ }).click({ button: 'right' });
    const remove = bo.getByRole('menuitem', { name: 'Delete' });
    await expect(remove).toHaveAttribute('aria-disabled', 'true');
    await expect(remove).toContainText('Needs the permission service.delete');
    await bo.keyboard.press('Escape');
  });

  await test.step('Olivia promotes Bo, who sees the rest at once', async () => {
    await olivia.goto(`${host.url}/o/${place.organizationId}/members`);
    await olivia.getByRole('row', { name: /bo@example\.com/ }).dblclick();
    await expect(olivia.getByRole('heading', { level: 1, name: 'Bo' })).toBeVisible();
    await olivia.getByLabel('Role in this organization').selectOption({ label: 'Developer' });
    await expect(olivia.getByRole('region', { name: 'Unsaved changes' })).toContainText(/gains \d+/);
    await saveChanges(olivia);
    await expect(row(bo, 'production').first()).toBeVisible();
    await expect(bo.getByRole('treeitem', { name: /^harbour/ })).toBeVisible();
    await bo.goto(`${host.url}/o/${place.organizationId}/service/${place.production}`);
    await bo
      .getByRole('button', { name: /^Deploy/ })
      .first()
      .click();
    await bo
      .getByRole('dialog')
      .getByRole('button', { name: /^Deploy/ })
      .click();
    await expect(bo.getByRole('tabpanel').getByText('Succeeded', { exact: true }).first()).toBeVisible({
      timeout: 90_000,
    });
  });

  await test.step('Olivia removes Bo, whose log ends within a second', async () => {
    await bo.goto(`${host.url}/o/${place.organizationId}/service/${place.staging}`);
    await openTab(bo, 'Logs');
    const log = bo.getByRole('region', { name: 'Log of web' });
    await expect(log.getByText('app 1 listening on 8080').first()).toBeVisible();
    await expect(bo.getByText('Live', { exact: true })).toBeVisible();
    await olivia.getByRole('button', { name: 'More for Bo' }).click();
    await olivia.getByRole('menuitem', { name: /^Remove/ }).click();
    await expect(olivia.getByLabel('What goes')).toContainText('belongs to no other organization here');
    await olivia.getByRole('button', { name: 'Remove from the organization' }).click();
    // The core cuts within the same turn (`member` tests assert it); the rest is for two browsers to draw.
    await expect(bo.getByText(/You belong to no organization|There is no such organization/)).toBeVisible({
      timeout: 2_000,
    });
    await expect(bo.getByRole('treeitem')).toHaveCount(0);
  });

  await test.step('all of it is in the audit trail', async () => {
    await olivia.goto(`${host.url}/o/${place.organizationId}/audit`);
    for (const operation of ['member.remove', 'deployment.create', 'invitation.register']) {
      await expect(olivia.getByRole('row').filter({ hasText: operation }).first()).toBeVisible();
    }
  });
  expect(errors).toEqual([]);
  expect(boErrors).toEqual([]);
  await bo.context().close();
});
