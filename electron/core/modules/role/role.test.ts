import { beforeEach, describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, type TestClient } from '#test/support/create-test-core.ts';
import { keyClient } from '#test/support/key-client.ts';
import { populate } from '#test/support/populate.ts';
import { deployer, openRoleWorld } from '#test/support/role-world.ts';
import { addMember } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';

const world = openRoleWorld();
const { create } = world;

const refusedWith = (code: string, data: object) => ({ code, data: expect.objectContaining(data) });

describe('a custom role', () => {
  it('is created below the author’s level, with 30 where none is said', async () => {
    expect(await create()).toMatchObject({
      level: 30,
      isBuiltIn: false,
      holders: 0,
      isAssignable: true,
      permissions: deployer.permissions,
    });
  });

  it('appears beside the built-in ones, highest first, and Owner is never assignable', async () => {
    await create({ level: 79 });
    const roles = await world.owner.role.list({ organizationId: world.organizationId });
    expect(roles.map(({ name }) => name)).toEqual([
      'Owner',
      'Admin',
      'Deployer',
      'Manager',
      'Developer',
      'Member',
      'Viewer',
    ]);
    expect(roles.filter(({ isAssignable }) => !isAssignable).map(({ name }) => name)).toEqual(['Owner']);
  });

  it.each(['organization.read', 'role.update', 'invitation.create'] as Permission[])(
    'never holds %s',
    async (permission) => {
      await expect(create({ permissions: [permission] })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    },
  );

  it.each([0, 80, 100, 1.5])('is never of level %s', async (level) => {
    await expect(create({ level })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('two who edit one role', () => {
  it('lose nothing: the second is told, and saves on top of what is there', async () => {
    const { id, version } = await create();
    const first = await world.owner.role.update({ roleId: id, description: 'Deploys the shop.', version });
    expect(first.version).toBe(version + 1);
    const stale = { roleId: id, name: 'Shop deployer', version };
    await expect(world.owner.role.update(stale)).rejects.toMatchObject(
      refusedWith('CONFLICT', { field: 'version', reason: expect.stringContaining('somebody saved') }),
    );
    const kept = await world.owner.role.get({ roleId: id });
    expect(kept).toEqual(first);
    const second = await world.owner.role.update({ ...stale, version: kept.version });
    expect(second).toMatchObject({ name: 'Shop deployer', description: 'Deploys the shop.' });
    expect(await world.owner.role.update({ roleId: id, level: 20 })).toMatchObject({ version: version + 3 });
  });

  it('and an edit that changes nothing makes nobody’s edit stale', async () => {
    const { id, version, name } = await create();
    expect(await world.owner.role.update({ roleId: id, name, version })).toMatchObject({ version });
  });
});

describe('R6: nobody makes or widens a role beyond what they hold', () => {
  let admin: TestClient;
  beforeEach(() => {
    admin = clientOf(
      world.core,
      addAccount(world.core, { organizationId: world.organizationId, role: 'Admin', name: 'Ada' }),
    );
  });

  it('an Admin’s roles stay below 80, and a Manager makes none', async () => {
    expect((await create({ level: 79 }, admin)).level).toBe(79);
    const manager = clientOf(
      world.core,
      addAccount(world.core, { organizationId: world.organizationId, role: 'Manager', name: 'Max' }),
    );
    await expect(create({ name: 'Two' }, manager)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(manager.role.list({ organizationId: world.organizationId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('an API key that lacks a permission makes no role with it, and changes no holder to have it', async () => {
    const made = await create();
    world.holderOf(made.id, 'Hanna');
    const { secret } = await world.owner.apiKey.create({
      organizationId: world.organizationId,
      name: 'narrow',
      expiresInDays: '30',
      permissions: ['role.create', 'role.update', 'role.read', 'service.read'],
    });
    const key = keyClient(world.core, secret);
    await expect(create({ name: 'Keyed' }, key)).rejects.toMatchObject(
      refusedWith('FORBIDDEN', { permission: 'project.read' }),
    );
    const permissions: Permission[] = [...deployer.permissions, 'server.terminal'];
    await expect(key.role.update({ roleId: made.id, permissions })).rejects.toMatchObject(
      refusedWith('FORBIDDEN', { permission: 'server.terminal' }),
    );
    expect((await world.owner.role.get({ roleId: made.id })).permissions).toEqual(deployer.permissions);
  });

  it('nobody edits or deletes a built-in role, the role they hold, or one of their level or above', async () => {
    const made = await create({ level: 70 });
    for (const name of ['Owner', 'Admin', 'Manager', 'Viewer']) {
      const { id } = await world.roleNamed(name);
      await expect(world.owner.role.update({ roleId: id, description: 'x' })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      await expect(world.owner.role.delete({ roleId: id, replacementRoleId: made.id })).rejects.toMatchObject(
        {
          code: 'FORBIDDEN',
        },
      );
    }
    expect((await admin.role.get({ roleId: made.id })).lockedBecause).toBeUndefined();
    expect((await world.roleNamed('Admin')).lockedBecause).toContain('Built-in');
  });

  it('a copy of Admin leaves out what no custom role may hold and stays below its author', async () => {
    const { id } = await world.roleNamed('Admin');
    const copy = await admin.role.duplicate({ roleId: id, name: 'Nearly Admin' });
    expect(copy.level).toBe(79);
    expect(copy.permissions).toContain('server.terminal');
    expect(copy.permissions.filter((each) => /^(organization|role|invitation)\./.test(each))).toEqual([]);
  });
});

describe('a change of a role', () => {
  it('decides its holder’s next call', async () => {
    const { id } = await create();
    const holder = clientOf(world.core, world.holderOf(id, 'Hanna'));
    await expect(holder.server.list({ organizationId: world.organizationId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await world.owner.role.update({ roleId: id, permissions: [...deployer.permissions, 'server.read'] });
    expect(await holder.server.list({ organizationId: world.organizationId })).toEqual([]);
    await world.owner.role.update({ roleId: id, permissions: ['project.read'] });
    await expect(holder.server.list({ organizationId: world.organizationId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('cuts an open stream that it no longer allows, in the same turn', async () => {
    const { deploymentId = '' } = populate(world.core, world.organizationId).inScope;
    const running = sql
      .updateTable('run')
      .set({ state: 'running', step: 'building', ended_at: null })
      .where('id', '=', deploymentId);
    world.core.services.store.database.run(running);
    const { id } = await create({ permissions: ['service.read', 'deployment.read'] });
    const log = await clientOf(world.core, world.holderOf(id, 'Hanna')).deployment.log({ deploymentId });
    const next = (async () => {
      for await (const _ of log);
      return 'ended by itself';
    })();
    await world.owner.role.update({ roleId: id, permissions: ['service.read'] });
    await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is audited with what was and what is', async () => {
    const { id } = await create();
    await world.owner.role.update({ roleId: id, name: 'Shipper', permissions: ['project.read'] });
    const [event] = (await world.owner.audit.list({ organizationId: world.organizationId })).items;
    expect(event).toMatchObject({ operation: 'role.update' });
    expect(event?.changes).toEqual([
      { field: 'name', before: 'Deployer', after: 'Shipper' },
      { field: 'permissions', before: deployer.permissions, after: ['project.read'] },
    ]);
  });
});

describe('who may hand out what', () => {
  const assignable = async (client: TestClient, scopeNodeId?: string): Promise<string[]> =>
    (
      await client.role.assignable({
        organizationId: world.organizationId,
        ...(scopeNodeId ? { scopeNodeId } : {}),
      })
    ).map(({ name }) => name);

  it('is everything below Owner for the Owner, everything below Admin for an Admin, nothing for a Viewer', async () => {
    const clientWith = (role: 'Admin' | 'Viewer' | 'Manager') =>
      clientOf(
        world.core,
        addAccount(world.core, { organizationId: world.organizationId, role, name: role }),
      );
    expect(await assignable(world.owner)).toEqual(['Admin', 'Manager', 'Developer', 'Member', 'Viewer']);
    const admin = clientWith('Admin');
    expect(await assignable(admin)).toEqual(['Manager', 'Developer', 'Member', 'Viewer']);
    expect(await assignable(clientWith('Manager'))).toEqual([]);
    expect(await assignable(clientWith('Viewer'))).toEqual([]);
    await world.owner.organization.updatePolicy({
      organizationId: world.organizationId,
      adminsManageAdmins: true,
    });
    expect(await assignable(admin)).toContain('Admin');
  });

  it('on a scope never names the Owner', async () => {
    const project = await world.owner.project.create({ organizationId: world.organizationId, name: 'Shop' });
    const names = await assignable(world.owner, project.id);
    expect(names).not.toContain('Owner');
    expect(names).toContain('Developer');
  });
});

it('compares two roles', async () => {
  const a = await create({ permissions: ['project.read', 'service.read'] });
  const b = await create({ name: 'Other', permissions: ['service.read', 'logs.read'] });
  expect(await world.owner.role.compare({ roleId: a.id, otherRoleId: b.id })).toMatchObject({
    onlyHere: ['project.read'],
    onlyThere: ['logs.read'],
    both: ['service.read'],
  });
});

it('R14: a role of another organization replaces and compares to nothing', async () => {
  const { id } = await create();
  const other = await world.owner.organization.create({ name: 'Rivals' });
  const [foreign] = await world.owner.role.list({ organizationId: other.id });
  const otherRoleId = foreign?.id ?? '';
  await expect(world.owner.role.compare({ roleId: id, otherRoleId })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(world.owner.role.delete({ roleId: id, replacementRoleId: otherRoleId })).rejects.toMatchObject(
    {
      code: 'NOT_FOUND',
    },
  );
});

it('addMember with a custom role holds it at once', async () => {
  const { id } = await create();
  const accountId = addAccount(world.core, {
    organizationId: (await world.owner.organization.create({ name: 'X' })).id,
    role: 'Viewer',
    name: 'V',
  });
  world.core.services.store.write((tx) =>
    addMember(tx, { organizationId: world.organizationId, accountId, roleId: id }),
  );
  expect(world.core.services.store.access.can(accountId, 'deployment.create', world.organizationId)).toBe(
    true,
  );
});
