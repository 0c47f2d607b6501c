import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { fakeClock } from '#test/support/people.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import type { Core } from '../../create-core.ts';

const clock = fakeClock();

let core: Core;
let client: TestClient;
let organizationId: string;
let projectId: string;
let production: string;
let staging: string;
let numbers: Map<string, number>;

const addService = async (environmentId: string, name: string): Promise<string> =>
  (await client.service.create({ environmentId, name })).id;

const record = (serviceId: string): string => {
  const number = (numbers.get(serviceId) ?? 0) + 1;
  numbers.set(serviceId, number);
  return core.services.store.write((tx) => recordDeployment(tx, { serviceId, number }));
};

const told = (page: { items: readonly { serviceName: string; environmentName: string; number: number }[] }) =>
  page.items.map(({ serviceName, environmentName, number }) => `${environmentName}/${serviceName}#${number}`);

beforeEach(async () => {
  numbers = new Map();
  ({ core, client, organizationId } = await createOwnedCore({ now: clock.now }));
  projectId = (await client.project.create({ organizationId, name: 'shop' })).id;
  const [first] = await client.environment.list({ projectId });
  production = first?.id ?? '';
  staging = (await client.environment.create({ projectId, name: 'staging' })).id;
});
afterEach(() => core.close());

describe('the deployments of a project', () => {
  it('are those of all its services, newest first; those of an environment are its own', async () => {
    const [web, worker] = [await addService(production, 'web'), await addService(staging, 'worker')];
    for (const service of [web, worker, web]) {
      record(service);
      clock.pass(1_000);
    }
    expect(told(await client.deployment.inProject({ projectId }))).toEqual([
      'production/web#2',
      'staging/worker#1',
      'production/web#1',
    ]);
    expect(told(await client.deployment.inEnvironment({ environmentId: staging }))).toEqual([
      'staging/worker#1',
    ]);
  });

  it('leave out another project, and one that has none has an empty page', async () => {
    const other = await client.project.create({ organizationId, name: 'blog' });
    record(await addService(production, 'web'));
    expect(await client.deployment.inProject({ projectId: other.id })).toEqual({ items: [] });
  });

  it('come page by page, each once, however many fall on one instant', async () => {
    const services = [await addService(production, 'web'), await addService(staging, 'web')];
    const all: string[] = [];
    for (let count = 0; count < 23; count += 1) {
      all.push(record(services[count % 2] ?? ''));
      if (count % 5 === 0) clock.pass(1_000);
    }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (limit) => {
        const found: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await client.deployment.inProject({ projectId, limit, ...(cursor ? { cursor } : {}) });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          found.push(...page.items.map(({ id }) => id));
          cursor = page.next;
        } while (cursor !== undefined);
        expect(found.toSorted()).toEqual(all.toSorted());
      }),
      { numRuns: 12 },
    );
  });

  it('shows of the services only those whose deployments the caller may read, on every page', async () => {
    const [open, closed] = [await addService(production, 'open'), await addService(production, 'closed')];
    for (let count = 0; count < 220; count += 1) record(closed);
    const first = record(open);
    clock.pass(1_000);
    for (let count = 0; count < 220; count += 1) record(closed);
    const mia = addAccount(core, { organizationId, role: 'Member', name: 'Mia' });
    const members = await client.member.list({ organizationId });
    const memberId = members.find(({ name }) => name === 'Mia')?.id ?? '';
    await client.member.changeAccess({ memberId, grants: { add: [{ nodeId: open }], remove: [] } });
    const page = await clientOf(core, mia).deployment.inProject({ projectId, limit: 1 });
    expect(page.items.map(({ id }) => id)).toEqual([first]);
    expect(page.next).toBeUndefined();
  });

  it.each(['', 'x', '12', '.', '99999999999999999999.dep_x', "1.'; DROP TABLE run; --"])(
    'begin anew or end at a cursor that is none: %s',
    async (cursor) => {
      record(await addService(production, 'web'));
      const { items } = await client.deployment.inProject({ projectId, cursor });
      expect(items.length).toBeLessThanOrEqual(1);
    },
  );
});
