import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { fakeClock } from '#test/support/people.ts';
import { recordDeployment } from '#test/support/record-deployment.ts';
import type { Core } from '../../create-core.ts';

const clock = fakeClock();
const hour = 60 * 60 * 1_000;

let core: Core;
let client: TestClient;
let organizationId: string;
let web: string;
let worker: string;

beforeEach(async () => {
  ({ core, client, organizationId } = await createOwnedCore({ now: clock.now }));
  const project = await client.project.create({ organizationId, name: 'shop' });
  const [environment] = await client.environment.list({ projectId: project.id });
  const environmentId = environment?.id ?? '';
  web = (await client.service.create({ environmentId, name: 'web' })).id;
  worker = (await client.service.create({ environmentId, name: "$& or $' in a name" })).id;
});
afterEach(() => core.close());

const titles = async (by: TestClient = client): Promise<string[]> =>
  (await by.activity.list({ organizationId })).map(({ title }) => title);

describe('the activity of an organization', () => {
  it('is what ended within a day, newest first, by the name that each thing has now', async () => {
    core.services.store.write((tx) => recordDeployment(tx, { serviceId: web, number: 1 }));
    clock.pass(hour);
    core.services.store.write((tx) => recordDeployment(tx, { serviceId: worker, number: 1 }));
    expect(await titles()).toEqual(["Deploy $& or $' in a name", 'Deploy web']);
    await client.service.update({ serviceId: web, name: 'site' });
    expect(await titles()).toEqual(["Deploy $& or $' in a name", 'Deploy site']);
    clock.pass(23 * hour);
    expect(await titles()).toEqual(["Deploy $& or $' in a name"]);
  });

  it('shows of it only work on what the reader may see', async () => {
    for (const serviceId of [web, worker])
      core.services.store.write((tx) => recordDeployment(tx, { serviceId, number: 1 }));
    const mia = addAccount(core, { organizationId, role: 'Member', name: 'Mia' });
    expect(await titles(clientOf(core, mia))).toEqual([]);
    const members = await client.member.list({ organizationId });
    const memberId = members.find(({ name }) => name === 'Mia')?.id ?? '';
    await client.member.changeAccess({ memberId, grants: { add: [{ nodeId: web }], remove: [] } });
    expect(await titles(clientOf(core, mia))).toEqual(['Deploy web']);
  });
});
