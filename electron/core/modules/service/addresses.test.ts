import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '#core/store/database.ts';
import { addAccount } from '#test/support/add-account.ts';
import { addRunningService } from '#test/support/add-running-service.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import type { Core } from '../../create-core.ts';

let core: Core;
let client: TestClient;
let organizationId: string;
let environmentId: string;
let serverId: string;

beforeEach(async () => {
  ({ core, client, organizationId } = await createOwnedCore());
  const { id: projectId } = await client.project.create({ organizationId, name: 'Shop' });
  environmentId = (await client.environment.list({ projectId }))[0]?.id ?? '';
  serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'harbour'));
});
afterEach(() => core.close());

const move = (host: string, jump: string | null = null) =>
  core.services.store.write((tx) =>
    tx.database.run(sql.updateTable('server').set({ host, jump_server_id: jump }).where('id', '=', serverId)),
  );

const ports = [
  { containerPort: 8080, hostPort: 80, protocol: 'tcp' as const },
  { containerPort: 5432, protocol: 'tcp' as const },
];

const run = (name: string, ofPorts: readonly object[] = ports): string =>
  core.services.store.write((tx) => addRunningService(tx, { environmentId, serverId, name, ports: ofPorts }));

const addressesOf = async (serviceId: string) => (await client.service.get({ serviceId })).addresses;

describe('the addresses of a service', () => {
  it('are none before something runs', async () => {
    const { id } = await client.service.create({ environmentId, name: 'web' });
    expect(await addressesOf(id)).toEqual([]);
  });

  it('are the published port on the server, with a link, then what the services beside it use', async () => {
    move('web.example.com');
    expect(await addressesOf(run('My Web'))).toMatchObject([
      { reach: 'server', host: 'web.example.com', port: 80, url: 'http://web.example.com/', caution: null },
      { reach: 'environment', host: 'my-web', port: 8080, url: null },
      { reach: 'environment', host: 'my-web', port: 5432, url: null },
    ]);
  });

  it('are those of what runs, not of what was saved since', async () => {
    move('web.example.com');
    const serviceId = run('web');
    const spec = { source: { type: 'image' as const, image: 'web:2' }, ports: [] };
    await client.service.configure({ serviceId, spec });
    expect((await addressesOf(serviceId))[0]).toMatchObject({ host: 'web.example.com', port: 80 });
  });

  it('say of a server behind a jump host, or of a private name, that they may lead nowhere', async () => {
    const jump = core.services.store.write((tx) => addServer(tx, organizationId, 'bastion'));
    const serviceId = run('web');
    move('10.0.0.7', jump);
    expect((await addressesOf(serviceId))[0]?.caution).toContain('through bastion only');
    move('harbour');
    expect((await addressesOf(serviceId))[0]?.caution).toContain('private name');
  });

  it('name the service even where it declares no port', async () => {
    expect(await addressesOf(run('queue', []))).toMatchObject([
      { reach: 'environment', host: 'queue', port: null },
    ]);
  });

  it('keep the server’s address from whoever may not see the server', async () => {
    move('web.example.com');
    const serviceId = run('web');
    const account = addAccount(core, { organizationId, role: 'Member', name: 'Bo' });
    const memberId = core.services.store.access.effective(account, organizationId)?.memberId ?? '';
    const { id: roleId } = await client.role.create({
      ...{ organizationId, name: 'Reader', description: '', level: 10, reach: 'granted' as const },
      permissions: ['project.read', 'environment.read', 'service.read'],
    });
    await client.member.changeGrants({ memberId, add: [{ nodeId: environmentId, roleId }] });
    const seen = await clientOf(core, account).service.get({ serviceId });
    expect(seen.addresses[0]).toMatchObject({ host: null, port: 80, url: null });
    expect(JSON.stringify(seen.addresses)).not.toContain('example.com');
  });
});
