// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { describe, expect, it } from 'vitest';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';
import { serviceTypes } from '../../workload/index.ts';
import { openFiles, withFiles } from './files.ts';
import { deploymentRow } from './rows.ts';
import { runningDeployment } from './running.ts';

const world = openMemberWorld();
/** Reads services and their variables, and nothing of the levels above. */
const vera = joinEach(world, 'Viewer', 'Vera');

const specWith = (content: string): ServiceSpec =>
  ServiceSpec.parse({
    source: { type: 'image', image: 'nginx:1' },
    mounts: [{ type: 'file', target: '/etc/app.conf', content }],
  });

/** The service with a file, on a server, with variables of its own and of its organization. */
const configured = async (content: string): Promise<string> => {
  const { client } = world.owner;
  const { organizationId, nodes, core } = world;
  await core.services.runs.close();
  const serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'harbour'));
  await client.service.configure({ serviceId: nodes.web, serverId, spec: specWith(content) });
  const variable = (name: string, value: string, isSecret = false) => ({ name, value, isSecret });
  await client.serviceVariables.replace({
    serviceId: nodes.web,
    variables: [variable('HOST', 'db'), variable('KEY', 's3cret', true), variable('NONE', '')],
  });
  await client.organizationVariables.replace({ organizationId, variables: [variable('REGION', 'north')] });
  return nodes.web;
};
const deployed = async (serviceId: string) => {
  const { id } = await world.owner.client.deployment.create({ serviceId });
  return deploymentRow(world.core.services.store.database, id);
};

describe('a file of a service', () => {
  it('is deployed with its references resolved, and kept sealed as it was', async () => {
    const serviceId = await configured('host=${{HOST}} in ${{organization.REGION}}, key=${{KEY}}, $${{x}}');
    const row = await deployed(serviceId);
    const { store } = world.core.services;
    const files = openFiles(store, row);
    expect(files).toEqual([
      {
        target: '/etc/app.conf',
        content: 'host=db in north, key=s3cret, ${{x}}',
        isSecret: true,
        levels: ['organization', 'service'],
      },
    ]);
    expect(Buffer.from(row.files ?? []).toString()).not.toContain('north');
    expect(row.spec).not.toContain('s3cret');
    const { contentOf } = serviceTypes.application;
    expect(withFiles(contentOf(specWith('old')), files).mounts).toMatchObject([
      { content: 'host=db in north, key=s3cret, ${{x}}' },
    ]);
  });

  it('blocks a deployment where it cannot be resolved, by the way to what is missing', async () => {
    const serviceId = await configured('a ${{NOWHERE}}');
    await expect(world.owner.client.deployment.create({ serviceId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: {
        field: 'mounts',
        reason: 'The file /etc/app.conf → NOWHERE cannot be resolved: there is no such variable.',
      },
    });
    await world.owner.client.service.configure({ serviceId, spec: specWith('${{NONE}}') });
    await expect(world.owner.client.deployment.create({ serviceId })).rejects.toMatchObject({
      data: { field: 'mounts', reason: expect.stringContaining('it is empty') },
    });
  });

  it('differs where the value of a variable in it does, and shows it to who may read its level', async () => {
    const serviceId = await configured('in ${{organization.REGION}}');
    const row = await deployed(serviceId);
    const { store } = world.core.services;
    store.write((tx) =>
      tx.database.connection
        .prepare('UPDATE service SET current_deployment_id = ? WHERE id = ?')
        .run(row.id, serviceId),
    );
    expect(runningDeployment(store, serviceId).changes).toEqual([]);
    await world.owner.client.organizationVariables.replace({
      organizationId: world.organizationId,
      variables: [{ name: 'REGION', value: 'south', isSecret: false }],
    });
    const fileOf = async ({ client }: typeof world.owner) =>
      (await client.deployment.running({ serviceId })).changes.filter(({ field }) =>
        field.startsWith('file'),
      );
    const field = 'file /etc/app.conf';
    expect(await fileOf(world.owner)).toEqual([{ field, from: 'in north', to: 'in south' }]);
    expect(await fileOf(vera)).toEqual([{ field, from: '•••', to: '•••' }]);
  });
});
