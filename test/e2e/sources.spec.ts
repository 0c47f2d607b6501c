import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutIn } from './support/cut.ts';
import { withStore } from './support/stores.ts';
import { expect, signIn, test, watchErrors } from './support/test.ts';
import { violations } from './support/violations.ts';

test('a repository becomes a static site, refused by its field, and is one after a reload', async ({
  app,
  host,
  tree,
}) => {
  const errors = watchErrors(app);
  const serviceId = tree.idOf.get('shop/production/web');
  await app.goto(`${host.url}/o/${tree.organizationId}/service/${serviceId}/configuration`);
  await app.getByRole('radio', { name: /Git repository/ }).click();
  await app.getByRole('textbox', { name: 'Repository' }).fill('https://git.example.com/acme/site.git');
  await app.getByRole('radio', { name: /Static site/ }).click();
  await app.getByRole('textbox', { name: 'Sub-directory' }).fill('public');
  await app.getByRole('textbox', { name: 'Page for what is not found' }).fill('*.html');
  await app.getByRole('textbox', { name: 'Browsers keep files (s)' }).fill('600');
  await app.getByRole('checkbox', { name: /Single page application/ }).check();
  await expect(app.getByRole('textbox', { name: 'Dockerfile' })).toHaveCount(0);
  await app.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(app.getByText(/must be the path of one page/)).toBeVisible();
  await expect(app.getByRole('textbox', { name: 'Page for what is not found' })).toBeFocused();
  expect(await violations(app)).toEqual([]);
  await app.getByRole('textbox', { name: 'Page for what is not found' }).fill('404.html');
  await app.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(app.getByText('Takes effect with the next deployment')).toBeVisible();
  await app.reload();
  await expect(app.getByRole('radio', { name: /Static site/ })).toBeChecked();
  await expect(app.getByRole('checkbox', { name: /Single page application/ })).toBeChecked();
  await expect(app.getByRole('textbox', { name: 'Browsers keep files (s)' })).toHaveValue('600');
  expect(errors).toEqual([]);
});

test('a build gets arguments and secrets, and names the field of a wrong one', async ({
  app,
  host,
  tree,
}) => {
  const errors = watchErrors(app);
  const serviceId = tree.idOf.get('shop/production/api');
  await app.goto(`${host.url}/o/${tree.organizationId}/service/${serviceId}/configuration`);
  await app.getByRole('radio', { name: /Git repository/ }).click();
  await app.getByRole('textbox', { name: 'Repository' }).fill('https://git.example.com/acme/api.git');
  await app.getByRole('button', { name: 'Add a build argument' }).click();
  await app.getByRole('textbox', { name: 'Name of build argument 1' }).fill('API URL');
  await app.getByRole('checkbox', { name: 'The variable’s' }).check();
  await app.getByRole('textbox', { name: 'Build secrets' }).fill('NPM_TOKEN');
  await app.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(app.getByText(/must begin with a letter or _/)).toBeVisible();
  await expect(app.getByRole('textbox', { name: 'Name of build argument 1' })).toBeFocused();
  expect(await violations(app)).toEqual([]);
  await app.getByRole('textbox', { name: 'Name of build argument 1' }).fill('API_URL');
  await app.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(app.getByText('Takes effect with the next deployment')).toBeVisible();
  await app.reload();
  await expect(app.getByRole('textbox', { name: 'Name of build argument 1' })).toHaveValue('API_URL');
  await expect(app.getByRole('checkbox', { name: 'The variable’s' })).toBeChecked();
  await expect(app.getByRole('textbox', { name: 'Build secrets' })).toHaveValue('NPM_TOKEN');
  expect(errors).toEqual([]);
});

test('a folder is sent from the browser, once the service is built from one', async ({ app, host, tree }) => {
  const errors = watchErrors(app);
  const folder = await mkdtemp(join(tmpdir(), 'quayside-sent-'));
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
  await writeFile(join(folder, '.dockerignore'), 'left-out\n');
  await writeFile(join(folder, 'left-out'), 'x');
  const serviceId = tree.idOf.get('shop/production/search');
  await app.goto(`${host.url}/o/${tree.organizationId}/service/${serviceId}/configuration`);
  await app.getByRole('radio', { name: /^Folder/ }).click();
  const send = app.getByRole('button', { name: 'Send a folder …' });
  await expect(send).toHaveAttribute('aria-disabled', 'true');
  await app.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(app.getByText('Takes effect with the next deployment')).toBeVisible();
  await expect(app.getByText('No folder was sent yet.')).toBeVisible();
  expect(await violations(app)).toEqual([]);
  const chosen = app.waitForEvent('filechooser');
  await send.click();
  await (await chosen).setFiles(folder);
  await expect(app.getByText(/^2 files, .* packed, sent by .*sha256:[0-9a-f]{12}/)).toBeVisible();
  await app.reload();
  await expect(app.getByText(/^2 files, /)).toBeVisible();
  await rm(folder, { recursive: true });
  expect(errors).toEqual([]);
});

test('a service is built on another server by the keyboard, and that server says so before it goes', async ({
  page,
}) => {
  await withStore('server-store.ts', ['workshop'], async (host) => {
    const errors = watchErrors(page);
    const [organization] = await host.rest<{ id: string }[]>('GET', '/organizations');
    const organizationId = organization?.id ?? '';
    const project = await host.rest<{ id: string }>('POST', `/organizations/${organizationId}/projects`, {
      name: 'shop',
    });
    const [environment] = await host.rest<{ id: string }[]>('GET', `/projects/${project.id}/environments`);
    const servers = await host.rest<{ id: string; name: string }[]>(
      'GET',
      `/organizations/${organizationId}/servers`,
    );
    const idOf = (wanted: string) => servers.find(({ name }) => name === wanted)?.id ?? '';
    const workshop = idOf('workshop');
    const service = await host.rest<{ id: string }>('POST', `/environments/${environment?.id}/services`, {
      name: 'web',
      serverId: idOf('harbour'),
    });
    await signIn(page, host);
    await page.goto(`${host.url}/o/${organizationId}/service/${service.id}/configuration`);
    await page.getByRole('radio', { name: /Git repository/ }).click();
    const where = page.getByRole('combobox', { name: 'Built on' });
    await expect(where).toHaveValue('');
    await page.getByRole('textbox', { name: 'Repository' }).fill('https://git.example.com/acme/web.git');
    await where.focus();
    await expect(where).toBeFocused();
    await expect(where.getByRole('option', { name: 'workshop' })).toHaveCount(1);
    await page.keyboard.press('ArrowDown');
    await expect(where).toHaveValue(workshop);
    await expect(page.getByText('without the layers that this has')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 600, height: 400 });
    await where.scrollIntoViewIfNeeded();
    await expect.poll(() => cutIn(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Save', exact: true }).last().press('Enter');
    await expect(page.getByText('Takes effect with the next deployment')).toBeVisible();
    await page.reload();
    await expect(where).toHaveValue(workshop);
    const { remote } = await host.rest<{ remote: { what: string }[] }>(
      'GET',
      `/servers/${workshop}/deletion`,
    );
    expect(remote.map(({ what }) => what).join()).toContain('which is built on it');
    expect(errors).toEqual([]);
  });
});
