import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '#shared/contract/operations.ts';
import type { TestClient } from '#test/support/create-test-core.ts';
import { openMemberWorld, type Person } from '#test/support/member-world.ts';
import { addServer } from '#test/support/populate.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import { recordEnvironmentDeployment } from '#test/support/record-environment-deployment.ts';
import { sampleCertificate } from '#test/support/sample-certificate.ts';
import { fingerprintOf } from '#test/support/sshd-server.ts';
import { startTestSshd, type TestSshd } from '../remote/test-support/sshd.ts';
import { sql } from '../store/database.ts';

const world = openMemberWorld();
let sshd: TestSshd;
let vera: Person;
let ids: Record<'serverId' | 'deploymentId' | 'restingId' | 'tagSetId' | 'environmentDeploymentId', string>;
beforeAll(async () => {
  sshd = await startTestSshd();
});
afterAll(() => sshd.stop());

const image = { source: { type: 'image' as const, image: 'quayside-lab/app:1' } };

beforeEach(async () => {
  const { client } = world.owner;
  const { organizationId } = world;
  const { store } = world.core.services;
  vera = world.join('Viewer', 'Vera');
  const serverId = store.write((tx) => addServer(tx, organizationId, 'nowhere'));
  const service = await client.service.get({ serviceId: world.nodes.web });
  await client.service.configure({ serviceId: service.id, version: service.version, spec: image, serverId });
  const { id: deploymentId } = await client.deployment.create({ serviceId: service.id });
  store.database.run(
    sql.updateTable('deployment').set({ image_id: 'sha256:0' }).where('id', '=', deploymentId),
  );
  const { id: tagSetId } = await client.tagSet.create({ organizationId, name: 'Ring', type: 'single' });
  const resting = await client.service.create({ environmentId: world.nodes.staging, name: 'resting' });
  const environmentId = world.nodes.production;
  const { id: db } = await client.service.create({ environmentId, name: 'db', serverId });
  const environmentDeploymentId = store.write((tx) => {
    const services = [
      { serviceId: db, level: 0, deploymentId: recordDeployment(tx, { serviceId: db, number: 1 }) },
    ];
    return recordEnvironmentDeployment(tx, { environmentId, services });
  });
  ids = { serverId, deploymentId, restingId: resting.id, tagSetId, environmentDeploymentId };
});

type Sample = readonly [string, (client: TestClient) => Promise<unknown>];

/** One call of every operation that honours the header. */
const samples: readonly Sample[] = [
  ['organization.create', (client) => client.organization.create({ name: 'Second' })],
  [
    'member.create',
    (client) =>
      client.member.create({
        organizationId: world.organizationId,
        name: 'New',
        email: 'new@example.com',
        password: 'a long password',
        roleId: world.roleId('Viewer'),
      }),
  ],
  ['team.create', (client) => client.team.create({ organizationId: world.organizationId, name: 'Crew' })],
  [
    'project.create',
    (client) => client.project.create({ organizationId: world.organizationId, name: 'new' }),
  ],
  ['project.duplicate', (client) => client.project.duplicate({ projectId: world.nodes.shop, name: 'copy' })],
  ['environment.create', (client) => client.environment.create({ projectId: world.nodes.shop, name: 'new' })],
  [
    'environment.duplicate',
    (client) =>
      client.environment.duplicate({
        environmentId: world.nodes.staging,
        projectId: world.nodes.shop,
        name: 'copy',
      }),
  ],
  ['environment.deploy', (client) => client.environment.deploy({ environmentId: world.nodes.staging })],
  [
    'environmentDeployment.rollback',
    (client) =>
      client.environmentDeployment.rollback({ environmentDeploymentId: ids.environmentDeploymentId }),
  ],
  ['service.create', (client) => client.service.create({ environmentId: world.nodes.staging, name: 'new' })],
  [
    'service.duplicate',
    (client) =>
      client.service.duplicate({
        serviceId: world.nodes.web,
        environmentId: world.nodes.staging,
        name: 'copy',
      }),
  ],
  [
    'service.move',
    (client) =>
      client.service.move({
        serviceId: ids.restingId,
        environmentId: world.nodes.production,
        serverId: ids.serverId,
      }),
  ],
  ['deployment.create', (client) => client.deployment.create({ serviceId: world.nodes.web })],
  ['deployment.rollback', (client) => client.deployment.rollback({ deploymentId: ids.deploymentId })],
  [
    'role.create',
    (client) =>
      client.role.create({
        organizationId: world.organizationId,
        name: 'Own',
        level: 10,
        reach: 'granted',
        permissions: ['logs.read'],
      }),
  ],
  ['role.duplicate', (client) => client.role.duplicate({ roleId: world.roleId('Viewer'), name: 'Copy' })],
  [
    'server.create',
    (client) =>
      client.server.create({
        organizationId: world.organizationId,
        name: 'here',
        host: '127.0.0.1',
        port: sshd.port,
        user: 'root',
        auth: { type: 'key', privateKey: sshd.privateKey },
        fingerprint: fingerprintOf(sshd),
      }),
  ],
  ['setup.create', (client) => client.setup.create({ serverId: ids.serverId, proxy: 'none' })],
  [
    'domain.create',
    (client) => client.domain.create({ serviceId: world.nodes.web, host: 'killed.example.com', port: 8080 }),
  ],
  [
    'registry.create',
    (client) =>
      client.registry.create({
        organizationId: world.organizationId,
        name: 'GHCR',
        address: 'ghcr.io',
        username: 'robot',
        password: 'a secret',
      }),
  ],
  [
    'certificate.create',
    (client) =>
      client.certificate.create({
        organizationId: world.organizationId,
        name: 'Shop',
        ...sampleCertificate,
      }),
  ],
  [
    'gitProvider.create',
    (client) =>
      client.gitProvider.create({
        organizationId: world.organizationId,
        name: 'GitHub',
        type: 'github',
        accessToken: 'a-secret',
      }),
  ],
  [
    'sshKey.create',
    (client) => client.sshKey.create({ organizationId: world.organizationId, name: 'Fleet' }),
  ],
  [
    'identityProvider.create',
    (client) =>
      client.identityProvider.create({
        organizationId: world.organizationId,
        name: 'Login',
        issuer: 'https://login.example.com',
        clientId: 'quayside',
        clientSecret: 'a secret',
        emailDomains: [],
        roleId: world.roleId('Viewer'),
        isEnabled: false,
        trustsSecondFactor: false,
      }),
  ],
  [
    'access.request',
    (client) =>
      client.access.request({
        nodeId: world.organizationId,
        permission: 'deployment.create',
        reason: 'Please',
      }),
  ],
  [
    'tagSet.create',
    (client) => client.tagSet.create({ organizationId: world.organizationId, name: 'Tier', type: 'multi' }),
  ],
  ['tag.create', (client) => client.tag.create({ tagSetId: ids.tagSetId, name: 'inner', color: '#112233' })],
];

const keyed = (operation: string): TestClient => {
  const { core } = world;
  const accountId = operation === 'access.request' ? vera.accountId : world.owner.accountId;
  const { context } = core.openSession({ transport: 'in-process', accountId });
  return createRouterClient(core.router, {
    context: { ...context, reqHeaders: new Headers({ 'idempotency-key': 'once' }) },
    interceptors: core.handlerOptions.clientInterceptors as never,
  }) as TestClient;
};

const count = (query: string): number =>
  world.core.services.store.database.connection.prepare(query).pluck().get() as number;
const nodes = (): number => count('SELECT count(*) FROM node');
const events = (operation: string): number =>
  count(`SELECT count(*) FROM audit_event WHERE operation = '${operation}' AND outcome = 'allowed'`);

/** Lets the process stop, as far as the store can tell, at a statement on the answers that are kept. */
const stopAt = (statement: 'INSERT' | 'UPDATE'): { go(): void } => {
  const { connection } = world.core.services.store.database;
  connection.exec(
    `CREATE TEMP TRIGGER stop BEFORE ${statement} ON main.idempotency BEGIN SELECT RAISE (ABORT, 'killed'); END`,
  );
  return { go: () => connection.exec('DROP TRIGGER stop') };
};

it('every operation that honours Idempotency-Key is tried here, but the first run, whose caller is nobody yet', () => {
  const honouring = operations.filter(({ meta }) => meta.effect === 'start').map(({ name }) => name);
  expect(honouring.filter((name) => name !== 'session.firstRun').sort()).toEqual(
    samples.map(([name]) => name).sort(),
  );
});

describe.each(samples)('%s with an Idempotency-Key', (operation, call) => {
  it('is not done where the process ends before the commit, and done by the repeat', async () => {
    const [nodesBefore, eventsBefore] = [nodes(), events(operation)];
    const stopped = stopAt('INSERT');
    await expect(call(keyed(operation))).rejects.toMatchObject({ code: 'INTERNAL' });
    stopped.go();
    expect([nodes(), events(operation)]).toEqual([nodesBefore, eventsBefore]);
    const answer = await call(keyed(operation));
    expect(await call(keyed(operation))).toEqual(answer);
    expect(events(operation)).toBe(eventsBefore + 1);
  });

  it('is done once where the process ends right after the commit, and the repeat answers as the first would have', async () => {
    const eventsBefore = events(operation);
    const stopped = stopAt('UPDATE');
    await expect(call(keyed(operation))).rejects.toMatchObject({ code: 'INTERNAL' });
    stopped.go();
    const made = nodes();
    const answer = await call(keyed(operation));
    expect(await call(keyed(operation))).toEqual(answer);
    expect([nodes(), events(operation)]).toEqual([made, eventsBefore + 1]);
  });
});
