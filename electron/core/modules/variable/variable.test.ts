import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import { resolveVariables } from './index.ts';

let core: Core;
let client: TestClient;
let environmentId: string;

beforeAll(async () => {
  const made = await createOwnedCore();
  ({ core, client } = made);
  const project = await client.project.create({ organizationId: made.organizationId, name: 'Shop' });
  environmentId = (await client.environment.list({ projectId: project.id }))[0]?.id ?? '';
});
afterAll(() => core.close());

let made = 0;
const newService = async (): Promise<string> => {
  made += 1;
  return (await client.service.create({ environmentId, name: `service ${made}` })).id;
};

describe('variables', () => {
  it('keep every character but NUL, in the clear and sealed', async () => {
    const serviceId = await newService();
    const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((value) => !value.includes('\0'));
    await fc.assert(
      fc.asyncProperty(text, fc.boolean(), async (value, isSecret) => {
        await client.serviceVariables.replace({ serviceId, variables: [{ name: 'V', value, isSecret }] });
        const { variables } = resolveVariables(core.services.store, serviceId);
        expect(variables).toMatchObject([{ name: 'V', value, isSecret }]);
      }),
      { numRuns: 60 },
    );
  });

  it('refuse NUL, which no environment can carry, by field', async () => {
    const serviceId = await newService();
    await expect(
      client.serviceVariables.replace({ serviceId, variables: [{ name: 'V', value: 'a\0b' }] }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { issues: [{ path: 'variables.0.value' }] } });
  });

  it.each(['', '1A', 'A B', 'A=B', 'A-B', '$(id)', 'A\n', 'Ä'])('refuse the name %j', async (name) => {
    const serviceId = await newService();
    await expect(
      client.serviceVariables.replace({ serviceId, variables: [{ name, value: '' }] }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('refuse two names that differ only by case', async () => {
    const serviceId = await newService();
    const variables = [
      { name: 'Path', value: '1' },
      { name: 'PATH', value: '2' },
    ];
    await expect(client.serviceVariables.replace({ serviceId, variables })).rejects.toMatchObject({
      data: { issues: [{ path: 'variables.1.name' }] },
    });
  });

  it('keep a secret that is sent back without its value, and demand one for a new secret', async () => {
    const serviceId = await newService();
    await client.serviceVariables.replace({
      serviceId,
      variables: [{ name: 'KEY', value: 's3cret', isSecret: true }],
    });
    const { variables } = await client.serviceVariables.list({ serviceId });
    expect(variables).toEqual([{ name: 'KEY', isSecret: true }]);
    await client.serviceVariables.replace({
      serviceId,
      variables: [...variables, { name: 'A', value: '1' }],
    });
    expect((await client.serviceVariables.reveal({ serviceId, name: 'KEY' })).value).toBe('s3cret');
    await expect(
      client.serviceVariables.replace({ serviceId, variables: [{ name: 'NEW', isSecret: true }] }),
    ).rejects.toMatchObject({ data: { issues: [{ path: 'variables.0.value' }] } });
  });

  it('detect that somebody else saved in between, and lose nothing', async () => {
    const serviceId = await newService();
    const { version } = await client.serviceVariables.list({ serviceId });
    await client.serviceVariables.replace({
      serviceId,
      version,
      variables: [{ name: 'THEIRS', value: '1' }],
    });
    await expect(
      client.serviceVariables.replace({ serviceId, version, variables: [{ name: 'MINE', value: '2' }] }),
    ).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'version' } });
    expect((await client.serviceVariables.list({ serviceId })).variables).toMatchObject([{ name: 'THEIRS' }]);
  });

  it('are sealed in the store: no byte of a secret is in the file', async () => {
    const serviceId = await newService();
    const value = 'needle-in-a-haystack';
    await client.serviceVariables.replace({ serviceId, variables: [{ name: 'KEY', value, isSecret: true }] });
    const file = core.services.store.database.connection.serialize();
    expect(file.includes(Buffer.from(value))).toBe(false);
  });

  it('that are damaged name themselves and the cure, leave the others readable, and can be kept, replaced and deleted', async () => {
    const serviceId = await newService();
    const secret = (name: string, value?: string) => ({ name, isSecret: true, ...(value ? { value } : {}) });
    await client.serviceVariables.replace({
      serviceId,
      variables: [secret('BAD', 'one'), secret('GOOD', 'two')],
    });
    const { connection } = core.services.store.database;
    connection
      .prepare("UPDATE variable SET sealed_value = zeroblob(40) WHERE node_id = ? AND name = 'BAD'")
      .run(serviceId);
    await expect(client.serviceVariables.reveal({ serviceId, name: 'BAD' })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'BAD', reason: expect.stringContaining('give it anew or delete it') },
    });
    expect(await client.serviceVariables.reveal({ serviceId, name: 'GOOD' })).toEqual({ value: 'two' });
    expect((await client.serviceVariables.list({ serviceId })).variables).toHaveLength(2);
    await client.serviceVariables.replace({ serviceId, variables: [secret('BAD'), secret('GOOD', 'three')] });
    await expect(client.serviceVariables.reveal({ serviceId, name: 'BAD' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await client.serviceVariables.replace({
      serviceId,
      variables: [secret('BAD', 'mended'), secret('GOOD')],
    });
    expect(await client.serviceVariables.reveal({ serviceId, name: 'BAD' })).toEqual({ value: 'mended' });
    expect(await client.serviceVariables.reveal({ serviceId, name: 'GOOD' })).toEqual({ value: 'three' });
    await client.serviceVariables.replace({ serviceId, variables: [] });
    expect((await client.serviceVariables.list({ serviceId })).variables).toEqual([]);
  });
});
