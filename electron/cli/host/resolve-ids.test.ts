import { describe, expect, it } from 'vitest';
import { exitCodes } from '../exit-codes.ts';
import { findCommand } from '../input/commands.ts';
import type { HostClient } from './client.ts';
import { resolveIds } from './resolve-ids.ts';

const answers: Readonly<Record<string, unknown>> = {
  'organization.list': [
    { id: 'org_1', name: 'Acme' },
    { id: 'org_2', name: 'Globex' },
  ],
  'member.list org_1': [
    { id: 'mem_1', name: 'Ada Archer', email: 'ada@example.com' },
    { id: 'mem_2', name: 'Ben', email: 'ben.one@example.com' },
    { id: 'mem_3', name: 'Ben', email: 'ben.two@example.com' },
  ],
  'role.list org_1': [{ id: 'rol_1', name: 'Developer' }],
  'role.list org_2': [{ id: 'rol_2', name: 'Developer' }],
  'tree.resolve acme/shop/production': { id: 'env_1', kind: 'environment' },
};

const clientOf = (known = answers): HostClient => ({
  call: async (operation, { organizationId, path }) =>
    known[[operation, organizationId ?? path].filter(Boolean).join(' ')] ?? [],
  stream: () => {
    throw new Error('nothing here is a stream');
  },
});

const resolve = (noun: string, verb: string, input: Record<string, unknown>, client = clientOf()) => {
  const command = findCommand(noun, verb);
  if (!command) throw new Error(`there is no ${noun} ${verb}`);
  return resolveIds(client, command, input, { signal: new AbortController().signal });
};

describe('what people write in place of ids', () => {
  it('is a name or an address for what is in no tree, and a role of the same organization', async () => {
    const byName = await resolve('member', 'set-role', { memberId: 'acme/ada archer', roleId: 'developer' });
    expect(byName).toEqual({ memberId: 'mem_1', roleId: 'rol_1' });
    const byAddress = await resolve('member', 'get', { memberId: 'Acme/ADA@example.com' });
    expect(byAddress).toEqual({ memberId: 'mem_1' });
    expect(
      await resolve('invitation', 'create', { organizationId: 'org_2', roleId: 'Developer' }),
    ).toMatchObject({ roleId: 'rol_2' });
  });

  it('is a path or a name anywhere inside a value', async () => {
    const add = [
      { nodeId: 'acme/shop/production', roleId: 'Developer', endsAt: 'then' },
      { nodeId: 'env_2' },
    ];
    expect(await resolve('member', 'change-grants', { memberId: 'acme/Ada Archer', add })).toEqual({
      memberId: 'mem_1',
      add: [{ nodeId: 'env_1', roleId: 'rol_1', endsAt: 'then' }, { nodeId: 'env_2' }],
    });
    const change = { type: 'role', roleId: 'acme/Developer' };
    expect(
      await resolve('member', 'bulk', { organizationId: 'org_1', memberIds: ['Ada Archer'], change }),
    ).toEqual({ organizationId: 'org_1', memberIds: ['mem_1'], change: { type: 'role', roleId: 'rol_1' } });
  });

  it('needs an organization where there are several, and takes the only one otherwise', async () => {
    await expect(resolve('role', 'get', { roleId: 'Developer' })).rejects.toMatchObject({
      exitCode: exitCodes.notFound,
    });
    const only = clientOf({ ...answers, 'organization.list': [{ id: 'org_2', name: 'Globex' }] });
    expect(await resolve('role', 'get', { roleId: 'Developer' }, only)).toEqual({ roleId: 'rol_2' });
  });

  it('names two of a kind with their ids, and says what is not there', async () => {
    await expect(resolve('member', 'get', { memberId: 'acme/Ben' })).rejects.toThrow(
      'Several are called Ben; give the id of one: mem_2 Ben ben.one@example.com, mem_3 Ben ben.two@example.com.',
    );
    await expect(resolve('member', 'get', { memberId: 'acme/Nobody' })).rejects.toThrow(
      'There is no member acme/Nobody.',
    );
    await expect(resolve('member', 'get', { memberId: 'hidden/Ada Archer' })).rejects.toMatchObject({
      exitCode: exitCodes.notFound,
    });
  });
});
