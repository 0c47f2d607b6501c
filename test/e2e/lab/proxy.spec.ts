import { caddyImage, loadCaddy } from '../../lab/index.ts';
import { addServer, expect, test } from '../support/lab.ts';
import { openWhole, watchErrors } from '../support/test.ts';
import { violations } from '../support/violations.ts';

test.setTimeout(300_000);
test.use({ serverOptions: { swarm: true, load: ['quayside-lab/app:1'] } });

test('a proxy is installed; a file of it is refused, changed by hand, and brought back', async ({
  app: page,
  host,
  tree,
  server,
}) => {
  const errors = watchErrors(page);
  await loadCaddy(server);
  const serviceId = tree.idOf.get('shop/production/web') ?? '';
  const serverId = await addServer(host, tree.organizationId, server);
  const room = `${host.url}/o/${tree.organizationId}/server/${serverId}`;
  const dialog = page.getByRole('dialog');

  await openWhole(page, `${room}/proxy`);
  await page.getByRole('button', { name: 'Install a proxy' }).click();
  await dialog.getByRole('radio', { name: /Caddy/ }).click();
  await dialog.getByLabel('Image', { exact: true }).fill(caddyImage);
  await dialog.getByLabel('E-mail for the certificate authority').fill('nobody');
  await dialog.getByRole('button', { name: 'Install' }).click();
  await expect(dialog.getByText('must be an e-mail address')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('E-mail for the certificate authority').fill('ops@example.com');
  await dialog.getByRole('button', { name: 'Install' }).click();
  await expect(page.getByRole('region', { name: 'Caddy' })).toContainText('Running');
  await expect(page.getByRole('region', { name: 'Caddy' })).toContainText('ops@example.com');

  await host.rest('PUT', `/services/${serviceId}/spec`, {
    serverId,
    spec: { source: { type: 'image', image: 'quayside-lab/app:1' }, soakSeconds: 0 },
  });
  const headers = [{ name: 'X-Frame-Options', value: 'DENY' }];
  const domain = { host: 'shop.example.com', port: 8080, https: 'internal', headers };
  await host.rest('POST', `/services/${serviceId}/domains`, domain);
  const { id } = await host.rest<{ id: string }>('POST', `/services/${serviceId}/deployments`, {});
  await expect
    .poll(async () => (await host.rest<{ state: string }>('GET', `/deployments/${id}`)).state)
    .toBe('succeeded');

  await openWhole(page, `${room}/proxy-files`);
  await expect(page.getByText('As written')).toBeVisible();
  await page
    .getByRole('table', { name: 'Proxy files' })
    .getByText(/\.json$/)
    .click();
  const text = page.getByLabel('Text', { exact: true });
  const write = page.getByRole('button', { name: 'Write', exact: true });
  const written = await text.inputValue();
  await text.fill('{');
  await write.click();
  await expect(page.getByRole('alert')).toContainText('JSON');
  await text.fill(written.replace('"handler": "subroute"', '"handler": "nonsense"'));
  await write.click();
  await expect(page.getByRole('alert')).toContainText('unknown module');
  expect(await violations(page)).toEqual([]);
  await text.fill(written.replace('DENY', 'SAMEORIGIN'));
  await write.click();
  await expect(page.getByText('Changed by hand')).toBeVisible();
  await page.getByRole('button', { name: 'Bring back the version before' }).click();
  await expect(page.getByText('As written')).toBeVisible();
  await expect(text).toHaveValue(written);
  expect(errors).toEqual([]);
});
