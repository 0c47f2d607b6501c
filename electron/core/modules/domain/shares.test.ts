import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { addServer } from '#test/support/populate.ts';
import { insertGrant } from '../../access/index.ts';
import type { Core } from '../../create-core.ts';
import { unappliedServices } from './route-row.ts';
import { hasVisitors, routesOf } from './routes-of.ts';
import { shareSteps } from './shares.ts';

const spec = { source: { type: 'image' as const, image: 'nginx:1.27' } };

let core: Core;
let owner: TestClient;
let organizationId: string;
let serverId: string;
let environmentId: string;
let web: string;
let canary: string;

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
  serverId = core.services.store.write((tx) => addServer(tx, organizationId, 'srv1'));
  const { id: projectId } = await owner.project.create({ organizationId, name: 'Shop' });
  environmentId = (await owner.environment.list({ projectId }))[0]?.id ?? '';
  web = await addService('web');
  canary = await addService('canary');
});
afterEach(() => core.close());

const addService = async (name: string, more: object = {}): Promise<string> =>
  (await owner.service.create({ environmentId, name, spec, serverId, ...more } as never)).id;

const share = (percent: number, more: object = {}) => [{ serviceId: canary, port: 8080, percent, ...more }];

const add = (shares: readonly object[], client = owner) =>
  client.domain.create({
    ...{ serviceId: web, host: 'shop.example.com', port: 8080, https: 'none' },
    shares: shares as never,
  });

/** As after a first deployment, which only a server could make. */
function deployed(serviceId: string, state = 'running'): void {
  core.services.store.database.connection
    .prepare('UPDATE service SET current_deployment_id = ?, state = ? WHERE id = ?')
    .run('dep_1', state, serviceId);
}

const ledShares = () => routesOf(core.services.store, web).routes.flatMap(({ shares }) => shares);

describe('a share of the requests of a domain', () => {
  it('is led to its service once that runs on the same server, and until then to the own one', async () => {
    const { id: domainId, shares } = await add(share(10));
    expect(shares).toEqual([{ serviceId: canary, port: 8080, percent: 10, state: 'undeployed' }]);
    expect(ledShares()).toEqual([]);
    deployed(canary);
    expect((await owner.domain.get({ domainId })).shares[0]?.state).toBe('led');
    expect(ledShares()).toEqual([{ serviceId: canary, port: 8080, percent: 10 }]);
    deployed(canary, 'stopped');
    expect((await owner.domain.get({ domainId })).shares[0]?.state).toBe('stopped');
    expect(ledShares()).toEqual([]);
    const other = core.services.store.write((tx) => addServer(tx, organizationId, 'srv2'));
    core.services.store.database.connection
      .prepare('UPDATE service SET server_id = ? WHERE id = ?')
      .run(other, canary);
    expect((await owner.domain.get({ domainId })).shares[0]?.state).toBe('elsewhere');
    expect(hasVisitors(core.services.store, canary)).toBe(false);
  });

  it('makes the other service one that a proxy leads to, as long as the domain is on', async () => {
    const { store } = core.services;
    const { id: domainId } = await add(share(10));
    expect(hasVisitors(store, canary)).toBe(true);
    await owner.domain.update({ domainId, isEnabled: false });
    expect(hasVisitors(store, canary)).toBe(false);
    await owner.domain.update({ domainId, isEnabled: true, shares: [] });
    expect(hasVisitors(store, canary)).toBe(false);
  });

  it('is said in the plan without naming anybody', async () => {
    await add(share(10));
    const { store } = core.services;
    const steps = () => shareSteps(store, routesOf(store, web).routes, web);
    expect(steps()).toEqual([
      'Share the requests of shop.example.com: 90 % here, 10 % by another service (here, until that is deployed)',
    ]);
    deployed(canary);
    expect(steps()).toEqual(['Share the requests of shop.example.com: 90 % here, 10 % by another service']);
  });

  it('counts as a change of the domain, is told with both sides, and stays where it is not named', async () => {
    const { id: domainId, version } = await add(share(10));
    const changed = await owner.domain.update({ domainId, version, shares: share(25) });
    expect(changed.version).toBe(version + 1);
    expect((await owner.domain.update({ domainId, port: 81 })).shares).toEqual(changed.shares);
    const told = JSON.stringify(await owner.audit.list({ organizationId }));
    expect(told).toContain('canary: share');
    expect(told).toContain('10 % at port 8080');
    expect(told).toContain('25 % at port 8080');
  });

  it.each([
    ['the service itself', () => [{ serviceId: web, port: 80, percent: 1 }]],
    ['more than a hundred percent', () => [...share(60), { serviceId: web, port: 80, percent: 41 }]],
    ['one service twice', () => [...share(1), ...share(2)]],
    ['less than nothing', () => share(-1)],
    ['a part of a percent', () => share(0.5)],
    ['no port', () => share(1, { port: 0 })],
    ['eleven services', () => Array.from({ length: 11 }, (_, i) => share(1, { serviceId: `svc_${i}` })[0])],
  ] as const)('is refused for %s', async (_, shares) => {
    await expect(add(shares() as never)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it.each(["x' OR '1'='1", 'a\nb', '\u202ex', '{{x}}'])('names no service by %j', async (serviceId) => {
    await expect(add(share(1, { serviceId }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is for applications of the same environment alone', async () => {
    const { id: projectId } = await owner.project.create({ organizationId, name: 'Blog' });
    const other = (await owner.environment.list({ projectId }))[0]?.id ?? '';
    const blog = (await owner.service.create({ environmentId: other, name: 'blog', spec, serverId })).id;
    const database = await addService('db', {
      spec: { type: 'database', engine: 'postgres', version: '16' },
    });
    for (const serviceId of [blog, database]) {
      await expect(add(share(1, { serviceId }))).rejects.toMatchObject({
        code: 'INVALID_INPUT',
        data: { issues: [expect.objectContaining({ path: 'shares.0.serviceId' })] },
      });
    }
  });

  it('is given only by those who may add a domain to the other service, and never across organizations', async () => {
    const { store } = core.services;
    const accountId = addAccount(core, { organizationId, role: 'Member', name: 'Ann' });
    const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
    const given = { memberId, teamId: null, nodeId: web, tagIds: null, roleId: null, endsAt: null };
    store.write((tx) => insertGrant(tx, { ...given, organizationId, createdBy: null }));
    const ann = clientOf(core, accountId);
    await expect(add(share(10), ann)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { id: domainId } = await add(share(10));
    await expect(ann.domain.update({ domainId, shares: share(20) as never })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await ann.domain.update({ domainId, port: 81 })).shares).toHaveLength(1);
    const { id: second } = await owner.organization.create({ name: 'Second' });
    const { id: projectId } = await owner.project.create({ organizationId: second, name: 'Evil' });
    const evilEnvironment = (await owner.environment.list({ projectId }))[0]?.id ?? '';
    const evil = (await owner.service.create({ environmentId: evilEnvironment, name: 'evil', spec })).id;
    await expect(add(share(1, { serviceId: evil }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('keeps its service from being deleted, stopped or moved, until it is a share of nothing', async () => {
    const { id: domainId } = await add(share(10));
    const refused = { code: 'CONFLICT', data: { reason: expect.stringContaining('0 percent') } };
    await expect(owner.service.delete({ serviceId: canary, typedName: 'canary' })).rejects.toMatchObject(
      refused,
    );
    await expect(owner.service.stop({ serviceId: canary })).rejects.toMatchObject(refused);
    await expect(owner.service.scale({ serviceId: canary, replicas: 0 })).rejects.toMatchObject(refused);
    const { projectId } = await owner.environment.get({ environmentId });
    const { id: there } = await owner.environment.create({ projectId, name: 'staging' });
    const plan = await owner.service.planMove({ serviceId: canary, environmentId: there });
    expect(plan.blockers).toEqual([expect.stringContaining('0 percent')]);
    await owner.domain.update({ domainId, shares: share(0) });
    await owner.service.delete({ serviceId: canary, typedName: 'canary' });
    expect((await owner.domain.get({ domainId })).shares).toEqual([]);
  });

  it('that comes while its service is being deleted goes with it, and the domain is led anew', async () => {
    const { store, deployments } = core.services;
    const [asked, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    Object.assign(deployments, {
      removeFromServer: async () => {
        asked.resolve();
        await answered.promise;
        return [];
      },
    });
    deployed(web);
    const deletion = owner.service.delete({ serviceId: canary, typedName: 'canary' });
    await asked.promise;
    const { id: domainId } = await add(share(10));
    // as after the proxy was told of the share
    store.database.connection.prepare('UPDATE service_route SET applied = wanted').run();
    expect(unappliedServices(store)).toEqual([]);
    answered.resolve();
    await deletion;
    expect((await owner.domain.get({ domainId })).shares).toEqual([]);
    expect(unappliedServices(store)).toEqual([web]);
  });
});
