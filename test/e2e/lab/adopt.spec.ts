import { addServer, expect, test } from '../support/lab.ts';
import { openWhole, watchErrors } from '../support/test.ts';
import { violations } from '../support/violations.ts';

test.setTimeout(300_000);
test.use({ serverOptions: { swarm: true, load: ['quayside-lab/app:1'] } });

const start = `
mkdir -p /srv/blog && cd /srv/blog && cat >compose.yaml && docker compose up -d
docker run -d --name lonely quayside-lab/app:1
`;

test('what runs on a server becomes a service by its page, without a restart', async ({
  app: page,
  host,
  tree,
  server,
}) => {
  const errors = watchErrors(page);
  const serverId = await addServer(host, tree.organizationId, server);
  const text = 'services: {web: {image: "quayside-lab/app:1", privileged: true}}';
  await server.must(['sh', '-c', start], { input: Buffer.from(text) });
  const idOf = () => server.docker('ps', '--no-trunc', '-q', '--filter', 'name=blog-web-1');
  const before = await idOf();

  await openWhole(page, `${host.url}/o/${tree.organizationId}/server/${serverId}/adopt`);
  const form = page.getByRole('form', { name: 'What can be adopted' });
  await form.getByRole('checkbox', { name: 'blog' }).focus();
  await page.keyboard.press('Space');
  await form.getByLabel('Name of the service for blog').fill('Journal');
  await form.getByLabel('Environment').selectOption({ index: 1 });
  await expect(page.getByText('lonely')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await form.getByRole('button', { name: 'Look at it' }).click();
  await expect(page.getByText(/Asks for root on its server/)).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Adopt 1' }).click();

  await expect(page.getByText('It is here')).toBeVisible();
  await expect(form).toHaveCount(0);
  await page.getByRole('link', { name: 'Journal' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Journal' })).toBeVisible();
  await expect(page.getByText('Running', { exact: true }).first()).toBeVisible();
  expect(await idOf()).toBe(before);
  expect(errors).toEqual([]);
});
