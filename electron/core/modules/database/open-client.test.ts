import { expect, it } from 'vitest';
import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';

const spec = DatabaseSpec.parse({ type: 'database', engine: 'postgres', version: '17' });

it('opens no client by the right to another server’s containers, nor of what is no database', async () => {
  const { core, client, organizationId } = await createOwnedCore();
  const [serverId, other] = core.services.store.write((tx) =>
    ['srv1', 'srv2'].map((name) => addServer(tx, organizationId, name)),
  ) as [string, string];
  const { id: projectId } = await client.project.create({ organizationId, name: 'shop' });
  const [environment] = await client.environment.list({ projectId });
  const environmentId = environment?.id ?? '';
  const { id: db } = await client.service.create({ environmentId, name: 'db', type: 'database', spec });
  const { id: web } = await client.service.create({ environmentId, name: 'web' });
  const refused = { code: 'CONFLICT', data: { field: 'serverId' } };
  await expect(client.database.client({ serviceId: db, serverId })).rejects.toMatchObject(refused);
  await client.service.configure({ serviceId: db, serverId, spec });
  await expect(client.database.client({ serviceId: db, serverId: other })).rejects.toMatchObject(refused);
  await expect(client.database.client({ serviceId: web, serverId })).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { field: 'serviceId' },
  });
  // all is well but that nobody listens there
  await expect(client.database.client({ serviceId: db, serverId })).rejects.toMatchObject({
    code: 'UNREACHABLE',
  });
  await core.close();
});
