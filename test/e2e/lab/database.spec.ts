import { once } from 'node:events';
import { connect } from 'node:net';
import { addServer, expect, test } from '../support/lab.ts';
import { openWhole, watchErrors } from '../support/test.ts';
import { violations } from '../support/violations.ts';

test.use({ serverOptions: { swarm: true } });

/** What Redis answers at a port of this machine, whole once the connection ended. */
async function askRedis(port: number, ...commands: string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += String(data);
  });
  socket.on('error', () => undefined);
  socket.write([...commands, 'QUIT', ''].join('\r\n'));
  await once(socket, 'close');
  return answer;
}

test('a tunnel to a database comes with a user of its own, who goes with it', async ({
  app: page,
  host,
  tree,
  server,
}) => {
  const errors = watchErrors(page);
  const environmentId = tree.idOf.get('shop/production') ?? '';
  const serverId = await addServer(host, tree.organizationId, server);
  const image = await server.loadDatabase('redis');
  const spec = { type: 'database', engine: 'redis', version: '8.0', image, soakSeconds: 0 };
  const { id: serviceId } = await host.rest<{ id: string }>(
    'POST',
    `/environments/${environmentId}/services`,
    {
      ...{ name: 'cache', type: 'database', serverId, spec },
    },
  );
  const { id } = await host.rest<{ id: string }>('POST', `/services/${serviceId}/deployments`, {});
  const state = async () => (await host.rest<{ state: string }>('GET', `/deployments/${id}`)).state;
  await expect.poll(state).toBe('succeeded');

  await openWhole(page, `${host.url}/o/${tree.organizationId}/service/${serviceId}`);
  await page.getByRole('button', { name: 'Open tunnel' }).click();
  const login = page.getByRole('region', { name: 'The user of this tunnel' });
  await expect(login).toContainText('redis://qs_');
  expect(await violations(page)).toEqual([]);
  const url = new URL((await login.getByText(/^redis:\/\//).textContent()) ?? '');
  const asUser = `AUTH ${url.username} ${url.password}`;
  expect(await askRedis(Number(url.port), asUser, 'SET a kept', 'GET a')).toContain('kept');

  await page.getByRole('button', { name: /^Close the tunnel/ }).click();
  await expect(login).toBeHidden();
  await page.getByRole('button', { name: 'Open tunnel' }).click();
  await expect(login).toContainText('redis://qs_');
  const next = new URL((await login.getByText(/^redis:\/\//).textContent()) ?? '');
  await expect
    .poll(() => askRedis(Number(next.port), asUser, 'GET a'), 'the user of before is gone')
    .toContain('WRONGPASS');
  expect(errors).toEqual([]);
});
