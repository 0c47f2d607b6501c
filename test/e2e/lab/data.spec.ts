import { readFile } from 'node:fs/promises';
import { addServer, expect, test } from '../support/lab.ts';
import { deleteNow, openWhole, watchErrors } from '../support/test.ts';
import { violations } from '../support/violations.ts';

test.setTimeout(300_000);
test.use({ serverOptions: { swarm: true, load: ['quayside-lab/app:1'] } });

test('a file of a volume is uploaded, edited after its changes were shown, downloaded and removed', async ({
  app: page,
  host,
  tree,
  server,
}) => {
  const errors = watchErrors(page);
  const serviceId = tree.idOf.get('shop/production/web') ?? '';
  const serverId = await addServer(host, tree.organizationId, server);
  await host.rest('PUT', `/services/${serviceId}/spec`, {
    serverId,
    spec: {
      source: { type: 'image', image: 'quayside-lab/app:1' },
      soakSeconds: 0,
      mounts: [{ type: 'volume', name: 'data', target: '/data' }],
    },
  });
  const { id } = await host.rest<{ id: string }>('POST', `/services/${serviceId}/deployments`, {});
  await expect
    .poll(async () => (await host.rest<{ state: string }>('GET', `/deployments/${id}`)).state, {
      timeout: 60_000,
    })
    .toBe('succeeded');

  await openWhole(page, `${host.url}/o/${tree.organizationId}/service/${serviceId}/data`);
  await expect(page.getByText('Nothing is in this folder')).toBeVisible();
  await page.getByRole('button', { name: 'New folder …' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('conf');
  await page.getByRole('button', { name: 'Make folder' }).click();
  const rows = page.getByRole('table', { name: /^What lies in/ });
  await rows.getByText('conf', { exact: true }).click();
  await expect(page).toHaveURL(/at=data%2Fconf/);
  const content = Buffer.from(`one\ntwo\n${'x'.repeat(100)}\n`);
  await page
    .getByLabel('Files to upload')
    .setInputFiles({ name: 'app.ini', mimeType: 'text/plain', buffer: content });
  await expect(rows.getByText('app.ini', { exact: true })).toBeVisible();
  expect(await violations(page)).toEqual([]);

  // what is there stays until somebody says otherwise, once or for all that is sent
  const send = (text: string) =>
    page
      .getByLabel('Files to upload')
      .setInputFiles(
        ['app.ini', 'new.ini'].map((name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })),
      );
  const question = page.getByRole('dialog', { name: 'Replace app.ini?' });
  await send('two\n');
  await expect(question).toContainText('109 B');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(rows.getByText('new.ini', { exact: true })).toBeVisible();
  await expect(rows).toContainText('109 B');
  await send('one\ntwo\n');
  await question.getByRole('checkbox', { name: /^The same for the other file/ }).click();
  await question.getByRole('button', { name: 'Replace' }).click();
  await expect(rows).not.toContainText('109 B');
  await expect(rows.getByRole('row', { name: /new\.ini/ })).toContainText('8 B');
  await page.getByRole('button', { name: 'Remove new.ini' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(rows.getByText('new.ini', { exact: true })).toHaveCount(0);

  await page.getByRole('button', { name: 'Edit app.ini' }).click();
  const text = page.getByRole('dialog').getByLabel('Text');
  await text.fill('one\nthree\n');
  await page.getByRole('button', { name: /^Review and save/ }).click();
  await expect(page.getByRole('list', { name: /line by line/ })).toContainText('three');
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download app.ini' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe('one\nthree\n');
  await page.getByRole('button', { name: 'Remove app.ini' }).click();
  await page
    .getByRole('alertdialog')
    .or(page.getByRole('dialog'))
    .getByRole('button', { name: 'Remove', exact: true })
    .click();
  await expect(page.getByText('Nothing is in this folder')).toBeVisible();

  await server.docker('volume', 'create', 'theirs');
  await openWhole(page, `${host.url}/o/${tree.organizationId}/server/${serverId}/volumes`);
  const volumes = page.getByRole('table', { name: 'Volumes of this server' });
  await expect(volumes.getByRole('row', { name: /-data/ }).getByRole('link', { name: 'web' })).toBeVisible();
  const theirs = volumes.getByRole('row', { name: /theirs/ });
  await expect(theirs).toContainText('not made by Quayside');
  expect(await violations(page)).toEqual([]);
  await theirs.getByRole('button', { name: 'Browse theirs' }).click();
  await expect(page.getByText('Nothing is in this folder')).toBeVisible();
  await page.getByRole('button', { name: 'All volumes' }).click();
  await theirs.getByRole('button', { name: 'Remove theirs' }).click();
  await page.getByLabel('Type “theirs” to confirm').fill('theirs');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(theirs).toHaveCount(0);
  await volumes.getByRole('link', { name: 'web' }).click();
  await expect(page).toHaveURL(/at=data/);

  await page.getByRole('treeitem', { name: /^web /, selected: true }).focus();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete service web' });
  const volume = dialog.getByRole('checkbox', { name: 'Delete the volume data as well' });
  await expect(volume).not.toBeChecked();
  await volume.click();
  await expect(dialog).toContainText('None of its volumes stays on the server');
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel(/^Type “web”/).fill('web');
  await dialog.getByRole('button', { name: 'Delete service' }).click();
  await expect(page.getByRole('region', { name: 'Undo' })).toContainText('Deleting web with its volume data');
  await deleteNow(page);
  await expect(page.getByRole('treeitem', { name: 'web being deleted' })).toHaveCount(0);
  expect(await server.docker('volume', 'ls', '-q', '--filter', `name=${serviceId}`)).toBe('');
  expect(errors).toEqual([]);
});
