import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';

let core: Core;
let client: TestClient;
let projectId: string;

beforeEach(async () => {
  const made = await createOwnedCore();
  ({ core, client } = made);
  projectId = (await client.project.create({ organizationId: made.organizationId, name: 'Shop' })).id;
});
afterEach(() => core.close());

const names = async (): Promise<string[]> =>
  (await client.environment.list({ projectId })).map(({ name }) => name);

it('R17: a project starts with a protected environment production, which may be renamed', async () => {
  const [production] = await client.environment.list({ projectId });
  expect(production).toMatchObject({ name: 'production', isProtected: true });
  await client.environment.update({ environmentId: production?.id ?? '', name: 'live' });
  expect(await names()).toEqual(['live']);
});

it('R17: an environment goes only with its typed name, and is told with what it holds', async () => {
  const { id: environmentId } = await client.environment.create({ projectId, name: 'staging' });
  await client.service.create({ environmentId, name: 'web' });
  expect((await client.environment.deletion({ environmentId })).contains).toEqual([
    { kind: 'service', count: 1, examples: ['web'] },
  ]);
  await expect(client.environment.delete({ environmentId, typedName: 'stagin' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  await client.environment.delete({ environmentId, typedName: 'staging' });
  expect(await names()).toEqual(['production']);
});

it('R17: of two deletions at once of the last two environments one is refused', async () => {
  await client.environment.create({ projectId, name: 'staging' });
  const both = await client.environment.list({ projectId });
  for (const { id: environmentId } of both) await client.service.create({ environmentId, name: 'web' });
  const outcomes = await Promise.allSettled(
    both.map(({ id, name }) => client.environment.delete({ environmentId: id, typedName: name })),
  );
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await names()).toHaveLength(1);
});

it('R17: a deletion that was refused for its name leaves the environment counting', async () => {
  const staging = await client.environment.create({ projectId, name: 'staging' });
  const wrong = client.environment.delete({ environmentId: staging.id, typedName: 'x' });
  await expect(wrong).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const production = (await client.environment.list({ projectId })).find(({ name }) => name === 'production');
  await client.environment.delete({ environmentId: production?.id ?? '', typedName: 'production' });
  expect(await names()).toEqual(['staging']);
});
