// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { newestEvents } from '#test/support/people.ts';
import { addServer } from '#test/support/populate.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import type { Core } from '../../create-core.ts';
import type { DeployedVariable } from './rows.ts';

let core: Core;
let client: TestClient;
let organizationId: string;
let serviceId: string;

const specOf = (image: string, more: object = {}): ServiceSpec =>
  ServiceSpec.parse({ source: { type: 'image', image }, ...more });

const variables: DeployedVariable[] = [
  { name: 'MODE', value: 'old', isSecret: false, levels: ['service'] },
  { name: 'TOKEN', value: 'old-token', isSecret: true, levels: ['service'] },
];

/** Writes that a deployment runs, as the engine does at its end. */
const run = (
  number: number,
  spec: ServiceSpec,
  more: { rollbackOf?: string; runtime?: object; levels?: DeployedVariable['levels'] } = {},
): string => {
  const { levels, ...rest } = more;
  const deployed = variables.map((each) => ({ ...each, levels: levels ?? each.levels }));
  return core.services.store.write((tx) =>
    recordDeployment(tx, { serviceId, number, spec, variables: deployed, ...rest }),
  );
};

beforeEach(async () => {
  ({ core, client, organizationId } = await createOwnedCore());
  const project = await client.project.create({ organizationId, name: 'shop' });
  const [environment] = await client.environment.list({ projectId: project.id });
  ({ id: serviceId } = await client.service.create({ environmentId: environment?.id ?? '', name: 'web' }));
  await client.service.configure({ serviceId, spec: specOf('web:2') });
  const given = [
    { name: 'MODE', value: 'new', isSecret: false },
    { name: 'TOKEN', value: 'new-token', isSecret: true },
  ];
  await client.serviceVariables.replace({ serviceId, variables: given });
});
afterEach(() => core.close());

const running = () => client.deployment.running({ serviceId });

describe('what runs beside what is saved', () => {
  it('is nothing for a service that was never deployed', async () => {
    expect(await running()).toEqual({ deployment: null, changes: [] });
  });

  it('after a way back says which deployment runs and each field that differs, secrets masked', async () => {
    const first = run(1, specOf('web:1'));
    const id = run(3, specOf('web:1'), { rollbackOf: first });
    const found = await running();
    expect(found.deployment).toEqual({ id, number: 3, isWayBack: true });
    expect(found.changes).toEqual([
      { field: 'image', from: 'web:1', to: 'web:2' },
      { field: 'variable MODE', from: 'old', to: 'new' },
      { field: 'variable TOKEN', from: '•••', to: '•••' },
    ]);
    expect(JSON.stringify(found)).not.toContain('token');
  });

  it('counts a scaling as saved, and a service that is stopped as it was', async () => {
    const scaled = specOf('web:1', { replicas: 3 });
    for (const desiredReplicas of [3, 0]) {
      run(1, specOf('web:1'), { runtime: { desiredReplicas } });
      await client.service.configure({ serviceId, spec: scaled });
      const fields = (await running()).changes.map(({ field }) => field);
      expect(fields).not.toContain('replicas');
    }
    run(1, specOf('web:1'), { runtime: { desiredReplicas: 1 } });
    expect((await running()).changes).toContainEqual({ field: 'replicas', from: '1', to: '3' });
  });
});

describe('adopting what runs', () => {
  it('saves its configuration and variables, tells each field, and leaves no difference', async () => {
    run(1, specOf('web:1'));
    const before = await client.service.get({ serviceId });
    const saved = await client.service.adopt({ serviceId, number: 1, version: before.version });
    expect(saved).toMatchObject({ spec: { source: { image: 'web:1' } }, version: before.version + 1 });
    expect((await running()).changes).toEqual([]);
    expect(await client.serviceVariables.reveal({ serviceId, name: 'TOKEN' })).toEqual({
      value: 'old-token',
    });
    const [, event] = newestEvents(core, 2);
    expect(event).toMatchObject({ operation: 'service.adopt', outcome: 'allowed', node_id: serviceId });
    const fields = (JSON.parse(event?.changes ?? '[]') as { field: string }[]).map(({ field }) => field);
    expect(fields).toEqual(['source', 'MODE', 'TOKEN']);
    expect(event?.changes).not.toContain('token');
  });

  it('is refused where nothing runs, another deployment runs, or somebody saved meanwhile', async () => {
    const conflict = (field: string) => ({ code: 'CONFLICT', data: { field } });
    await expect(client.service.adopt({ serviceId })).rejects.toMatchObject(conflict('serviceId'));
    run(2, specOf('web:1'));
    await expect(client.service.adopt({ serviceId, number: 1 })).rejects.toMatchObject(conflict('number'));
    const { version } = await client.service.get({ serviceId });
    await client.service.configure({ serviceId, spec: specOf('web:4') });
    await expect(client.service.adopt({ serviceId, version })).rejects.toMatchObject(conflict('version'));
    expect(await client.service.get({ serviceId })).toMatchObject({ spec: { source: { image: 'web:4' } } });
  });

  it('changes no variables for who may not, and then nothing at all', async () => {
    run(1, specOf('web:1'));
    const role = await client.role.create({
      organizationId,
      name: 'Configurer',
      level: 30,
      reach: 'organization',
      permissions: ['project.read', 'environment.read', 'service.read', 'service.update'],
    });
    const accountId = addAccount(core, { organizationId, role: role.name, name: 'Cora' });
    const before = await client.service.get({ serviceId });
    await expect(clientOf(core, accountId).service.adopt({ serviceId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'serviceVariables.write' },
    });
    expect(await client.service.get({ serviceId })).toEqual(before);
  });
});

describe('variables of a wider level', () => {
  const replace = (value: string) =>
    client.organizationVariables.replace({ organizationId, variables: [{ name: 'WIDE', value }] });
  const wide = async (asking = client) =>
    (await asking.deployment.running({ serviceId })).changes.filter(({ field }) => field.includes('WIDE'));
  const withRole = async (permissions: Permission[]) => {
    const made = await client.role.create({
      ...{ organizationId, name: 'Asker', level: 30, reach: 'organization' },
      permissions,
    });
    return clientOf(core, addAccount(core, { organizationId, role: made.name, name: 'Asker' }));
  };

  it('make a service differ from what runs, and are told to who may read that level', async () => {
    run(1, specOf('web:2'));
    await replace('one');
    expect(await wide()).toEqual([{ field: 'variable WIDE', from: null, to: 'one' }]);
    const asker = await withRole(['service.read', 'deployment.read', 'serviceVariables.read']);
    expect(await wide(asker)).toEqual([{ field: 'variable WIDE', from: null, to: '•••' }]);
    const plan = await asker.deployment.plan({ serviceId });
    expect(plan.changes).toContainEqual({ field: 'variable WIDE', from: null, to: '•••' });
    const mixed = { name: 'MODE', value: 'x-${{organization.WIDE}}' };
    await client.serviceVariables.replace({ serviceId, variables: [mixed] });
    const { changes } = await asker.deployment.running({ serviceId });
    expect(changes).toContainEqual({ field: 'variable MODE', from: '•••', to: '•••' });
    expect(JSON.stringify(changes)).not.toContain('one');
  });

  it('that cannot be resolved block the plan and the deployment by their names, to who may read them', async () => {
    await replace('${{NOPE}}');
    const words =
      'The variable WIDE → NOPE (of the organization) cannot be resolved: there is no such variable.';
    expect((await client.deployment.plan({ serviceId })).blockers).toContain(words);
    const serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'harbour'));
    await client.service.configure({ serviceId, serverId, spec: specOf('web:2') });
    await expect(client.deployment.create({ serviceId })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'variables', reason: words },
    });
    expect((await client.deployment.list({ serviceId })).items).toEqual([]);
    run(1, specOf('web:2'));
    expect(await wide()).toEqual([{ field: 'variable WIDE', from: null, to: 'cannot be resolved' }]);
    const asker = await withRole(['service.read', 'deployment.read', 'deployment.create']);
    const { blockers } = await asker.deployment.plan({ serviceId });
    expect(blockers).toContain('Its variables cannot be resolved; who may read them sees which.');
    expect(JSON.stringify(blockers)).not.toContain('WIDE');
  });

  it('are adopted as the service’s own only by who may read them, and what is the same stays as it is written', async () => {
    const mixed = { name: 'MODE', value: '${{OLD}}' };
    await client.serviceVariables.replace({ serviceId, variables: [mixed] });
    const wider = [
      { name: 'OLD', value: 'old' },
      { name: 'TOKEN', value: 'new-token', isSecret: true },
    ];
    await client.organizationVariables.replace({ organizationId, variables: wider });
    run(1, specOf('web:1'), { levels: ['organization'] });
    const adopting: Permission[] = [
      'service.read',
      'service.update',
      'serviceVariables.write',
      'organizationVariables.read',
    ];
    const asker = await withRole(adopting);
    await expect(asker.service.adopt({ serviceId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: { permission: 'secret.reveal' },
    });
    await client.service.adopt({ serviceId });
    expect((await client.serviceVariables.list({ serviceId })).variables).toMatchObject([
      mixed,
      { name: 'TOKEN', isSecret: true },
    ]);
    expect(await client.serviceVariables.reveal({ serviceId, name: 'TOKEN' })).toEqual({
      value: 'old-token',
    });
  });
});

it('the plan of a configuration that is not saved saves nothing', async () => {
  run(1, specOf('web:1'));
  const before = await client.service.get({ serviceId });
  const plan = await client.deployment.preview({ serviceId, spec: specOf('web:3') });
  expect(plan.changes).toContainEqual({ field: 'image', from: 'web:1', to: 'web:3' });
  expect(plan.blockers).toEqual(['Choose first the server that it runs on.']);
  expect(await client.service.get({ serviceId })).toEqual(before);
});

it('tells nothing of variables to who may not read them, neither a value nor a name, but that they differ', async () => {
  run(1, specOf('web:1'));
  const role = await client.role.create({
    organizationId,
    name: 'Deployer without variables',
    level: 30,
    reach: 'organization',
    permissions: ['project.read', 'environment.read', 'service.read', 'deployment.read', 'deployment.create'],
  });
  const accountId = addAccount(core, { organizationId, role: role.name, name: 'Dora' });
  const hers = clientOf(core, accountId);
  const answers = [
    await hers.deployment.running({ serviceId }),
    await hers.deployment.plan({ serviceId }),
    await hers.deployment.preview({ serviceId, spec: specOf('web:2') }),
  ];
  for (const { changes } of answers) {
    expect(changes).toEqual([
      { field: 'image', from: 'web:1', to: 'web:2' },
      { field: 'variables', from: '•••', to: '•••' },
    ]);
  }
});
