import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { newestEvents } from '#test/support/people.ts';
import { addServer } from '#test/support/populate.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';

let core: Core;
let client: TestClient;
let serverId: string;
let serviceId: string;

const spec = ServiceSpec.parse({ source: { type: 'image', image: 'nginx:1' } });

beforeEach(async () => {
  const made = await createOwnedCore();
  ({ core, client } = made);
  const { organizationId } = made;
  // nothing begins: what is asked for waits
  await core.services.runs.close();
  serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'harbour'));
  const project = await client.project.create({ organizationId, name: 'shop' });
  const [environment] = await client.environment.list({ projectId: project.id });
  serviceId = (await client.service.create({ environmentId: environment?.id ?? '', name: 'web' })).id;
});
afterEach(() => core.close());

const rows = () =>
  core.services.store.database.all(
    sql
      .selectFrom('deployment')
      .innerJoin('run', 'run.id', 'deployment.id')
      .select(['number', 'state', 'title', 'reason', 'image_digest', 'image_reference', 'commit_hash'])
      .orderBy('number'),
  );

describe('asking for a deployment', () => {
  it('is refused for a service without a configuration or a server, and writes nothing', async () => {
    await expect(client.deployment.create({ serviceId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'spec' },
    });
    await client.service.configure({ serviceId, spec });
    await expect(client.deployment.create({ serviceId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'serverId' },
    });
    expect(rows()).toEqual([]);
  });

  it('numbers them within the service, and ends those that only waited', async () => {
    await client.service.configure({ serviceId, spec, serverId });
    for (let count = 0; count < 3; count += 1) await client.deployment.create({ serviceId });
    expect(rows()).toMatchObject([
      { number: 1, title: 'Deploy {name} #1', state: 'superseded' },
      {
        number: 2,
        state: 'superseded',
        reason: 'Deployment 3 of the same service came before this one began.',
      },
      { number: 3, state: 'queued', reason: null },
    ]);
    expect((await client.service.get({ serviceId })).state).toBe('deploying');
    expect(newestEvents(core, 1)).toMatchObject([{ operation: 'deployment.create' }]);
  });
});

describe('going back', () => {
  const ran = (fields: object) =>
    core.services.store.database.run(sql.updateTable('deployment').set(fields).where('number', '=', 1));

  it('takes the image of then by its digest, and says to which deployment', async () => {
    await client.service.configure({ serviceId, spec, serverId });
    const deploymentId = core.services.store.write((tx) =>
      recordDeployment(tx, { serviceId, serverId, number: 1, image: 'app:1' }),
    );
    ran({ image_digest: 'sha256:2', commit_hash: 'abc' });
    const { rollbackOf } = await client.deployment.rollback({ deploymentId });
    expect(rollbackOf).toBe(deploymentId);
    expect(rows()[1]).toMatchObject({
      number: 2,
      title: 'Roll back {name} #2',
      image_digest: 'sha256:2',
      image_reference: 'app:1',
      commit_hash: 'abc',
    });
  });

  it('is refused where it never had an image, or ran on another server', async () => {
    await client.service.configure({ serviceId, spec, serverId });
    const deploymentId = core.services.store.write((tx) =>
      recordDeployment(tx, { serviceId, serverId, number: 1 }),
    );
    ran({ image_id: null });
    await expect(client.deployment.rollback({ deploymentId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'deploymentId' },
    });
    ran({ image_id: 'sha256:1' });
    const elsewhere = core.services.store.write((tx) => recordDeployment(tx, { serviceId, number: 2 }));
    await expect(client.deployment.rollback({ deploymentId: elsewhere })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'serverId' },
    });
    expect(rows()).toHaveLength(2);
  });
});
