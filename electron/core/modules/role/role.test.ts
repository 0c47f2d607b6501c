import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { rolePresets } from '#shared/model/role-presets.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { keyClient } from '#test/support/key-client.ts';
import { populate } from '#test/support/populate.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { addMember } from '../organization/index.ts';

let core: Core;
let owner: TestClient;
let organizationId: string;

beforeEach(async () => {
  ({ core, client: owner, organizationId } = await createOwnedCore());
});
afterEach(() => core.close());

const deployer = {
  name: 'Deployer',
  reach: 'organization' as const,
  permissions: ['project.read', 'service.read', 'deployment.create', 'deployment.read'] as Permission[],
};

const create = (over: Partial<typeof deployer> & { level?: number } = {}, client = owner) =>
  client.role.create({ organizationId, ...deployer, ...over });

const roleNamed = async (name: string) => {
  const found = (await owner.role.list({ organizationId })).find((role) => role.name === name);
  if (!found) throw new Error(`no role ${name}`);
  return found;
};

const memberOf = (accountId: string): string =>
  core.services.store.access.effective(accountId, organizationId)?.memberId ?? '';

/** Somebody with a custom role, straight in the store. */
const holderOf = (roleId: string, name: string): string => {
  const accountId = addAccount(core, { organizationId, role: 'Viewer', name });
  const { store } = core.services;
  const memberId = memberOf(accountId);
  store.write((tx) => {
    tx.database.run(sql.updateTable('member').set({ role_id: roleId }).where('id', '=', memberId));
    const row = store.access.memberships.member(memberId);
    if (row) tx.afterCommit((access) => access.setMember({ ...row, roleId }));
  });
  return accountId;
};

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
    const roles = await owner.role.list({ organizationId });
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

describe('the name of a custom role', () => {
  it.each([
    'Owner',
    'OWNER',
    ' admin ',
    'vIeWeR',
    'Ａｄｍｉｎ',
    'Vıewer',
    'Оwner',
    'a/b',
    '<b>',
    'x\u202Ey',
    'x\u200By',
    'a'.repeat(51),
    ' ',
  ])('is refused as %j', async (name) => {
    await expect(create({ name })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it.each(['Ärzte-Team_2', 'Дежурный', '運用担当', 'Ops 24', 'é'.normalize('NFD').repeat(50)])(
    'may be %s',
    async (name) => {
      expect((await create({ name })).name).toBe(name.normalize('NFC'));
    },
  );

  it.each([
    ['Ärzte', 'ÄRZTE'],
    ['Ärzte', 'ärzte'.normalize('NFD')],
    ['ΟΔΟΣ', 'οδος'],
    ['Strasse', 'straße'],
    ['Ops Team', 'ops  team'],
    ['Дежурный', 'дЕЖУРНЫЙ'],
  ])('is taken by %s for %s', async (first, second) => {
    await create({ name: first });
    await expect(create({ name: second })).rejects.toMatchObject(refusedWith('CONFLICT', { field: 'name' }));
    const other = await create({ name: 'Other' });
    await expect(owner.role.update({ roleId: other.id, name: second })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await owner.role.update({ roleId: other.id, name: 'OTHER' })).name).toBe('OTHER');
  });
});

describe('R6: nobody makes or widens a role beyond what they hold', () => {
  let admin: TestClient;
  beforeEach(() => {
    admin = clientOf(core, addAccount(core, { organizationId, role: 'Admin', name: 'Ada' }));
  });

  it('an Admin’s roles stay below 80, and a Manager makes none', async () => {
    expect((await create({ level: 79 }, admin)).level).toBe(79);
    const manager = clientOf(core, addAccount(core, { organizationId, role: 'Manager', name: 'Max' }));
    await expect(create({ name: 'Two' }, manager)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(manager.role.list({ organizationId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('an API key that lacks a permission makes no role with it, and changes no holder to have it', async () => {
    const made = await create();
    holderOf(made.id, 'Hanna');
    const { secret } = await owner.apiKey.create({
      organizationId,
      name: 'narrow',
      expiresInDays: '30',
      permissions: ['role.create', 'role.update', 'role.read', 'service.read'],
    });
    const key = keyClient(core, secret);
    await expect(create({ name: 'Keyed' }, key)).rejects.toMatchObject(
      refusedWith('FORBIDDEN', { permission: 'project.read' }),
    );
    const permissions: Permission[] = [...deployer.permissions, 'server.terminal'];
    await expect(key.role.update({ roleId: made.id, permissions })).rejects.toMatchObject(
      refusedWith('FORBIDDEN', { permission: 'server.terminal' }),
    );
    expect((await owner.role.get({ roleId: made.id })).permissions).toEqual(deployer.permissions);
  });

  it('nobody edits or deletes a built-in role, the role they hold, or one of their level or above', async () => {
    const made = await create({ level: 70 });
    for (const name of ['Owner', 'Admin', 'Manager', 'Viewer']) {
      const { id } = await roleNamed(name);
      await expect(owner.role.update({ roleId: id, description: 'x' })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
      await expect(owner.role.delete({ roleId: id, replacementRoleId: made.id })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    expect((await admin.role.get({ roleId: made.id })).lockedBecause).toBeUndefined();
    expect((await roleNamed('Admin')).lockedBecause).toContain('Built-in');
  });

  it('a copy of Admin leaves out what no custom role may hold and stays below its author', async () => {
    const { id } = await roleNamed('Admin');
    const copy = await admin.role.duplicate({ roleId: id, name: 'Nearly Admin' });
    expect(copy.level).toBe(79);
    expect(copy.permissions).toContain('server.terminal');
    expect(copy.permissions.filter((each) => /^(organization|role|invitation)\./.test(each))).toEqual([]);
  });
});

describe('a change of a role', () => {
  it('decides its holder’s next call', async () => {
    const { id } = await create();
    const holder = clientOf(core, holderOf(id, 'Hanna'));
    await expect(holder.server.list({ organizationId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await owner.role.update({ roleId: id, permissions: [...deployer.permissions, 'server.read'] });
    expect(await holder.server.list({ organizationId })).toEqual([]);
    await owner.role.update({ roleId: id, permissions: ['project.read'] });
    await expect(holder.server.list({ organizationId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('cuts an open stream that it no longer allows, in the same turn', async () => {
    const { deploymentId = '' } = populate(core, organizationId).inScope;
    const running = sql.updateTable('deployment').set({ state: 'building' }).where('id', '=', deploymentId);
    core.services.store.database.run(running);
    const { id } = await create({ permissions: ['service.read', 'deployment.read'] });
    const log = await clientOf(core, holderOf(id, 'Hanna')).deployment.log({ deploymentId });
    const next = (async () => {
      for await (const _ of log);
      return 'ended by itself';
    })();
    await owner.role.update({ roleId: id, permissions: ['service.read'] });
    await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is audited with what was and what is', async () => {
    const { id } = await create();
    await owner.role.update({ roleId: id, name: 'Shipper', permissions: ['project.read'] });
    const [event] = (await owner.audit.list({ organizationId })).items;
    expect(event).toMatchObject({ operation: 'role.update' });
    expect(event?.changes).toEqual([
      { field: 'name', before: 'Deployer', after: 'Shipper' },
      { field: 'permissions', before: deployer.permissions, after: ['project.read'] },
    ]);
  });
});

describe('deleting a role', () => {
  it('takes an unused one at once', async () => {
    const { id } = await create();
    await owner.role.delete({ roleId: id });
    await expect(owner.role.get({ roleId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says by whom it is used, and takes nothing without a replacement', async () => {
    const { id } = await create();
    holderOf(id, 'Hanna');
    await owner.organization.updateSeats({ organizationId, defaultRoleId: id });
    await expect(owner.role.delete({ roleId: id })).rejects.toMatchObject(
      refusedWith('CONFLICT', {
        reason: expect.stringMatching(/1 member \(Hanna\).*default role/),
      }),
    );
    expect((await owner.role.holders({ roleId: id })).members).toHaveLength(1);
  });

  it('has holders, grants, invitations and the default follow in one transaction', async () => {
    const { id } = await create();
    const replacement = await create({ name: 'Reader', permissions: ['project.read'] });
    const accountId = holderOf(id, 'Hanna');
    const { store } = core.services;
    const project = await owner.project.create({ organizationId, name: 'Shop' });
    const other = addAccount(core, { organizationId, role: 'Member', name: 'Mia' });
    store.write((tx) => {
      const grantId = tx.createNode({ kind: 'grant', parentId: organizationId, name: null });
      const grant = { member_id: memberOf(other), node_id: project.id, role_id: id, created_at: tx.now };
      tx.database.run(sql.insertInto('access_grant').values({ id: grantId, ...grant }));
      const invitationId = tx.createNode({ kind: 'invitation', parentId: organizationId, name: null });
      tx.database.run(
        sql.insertInto('invitation').values({
          id: invitationId,
          email: 'new@example.com',
          role_id: id,
          extras: '[]',
          secret_hash: 'h',
          inviter_name: 'Olive',
          created_at: tx.now,
          expires_at: tx.now + 1e6,
        }),
      );
      tx.afterCommit((access) =>
        access.setGrant({
          id: grantId,
          memberId: memberOf(other),
          teamId: null,
          nodeId: project.id,
          tagIds: null,
          roleId: id,
          endsAt: null,
        }),
      );
    });
    await owner.organization.updateSeats({ organizationId, defaultRoleId: id });
    expect(store.access.can(other, 'deployment.create', project.id)).toBe(true);
    await owner.role.delete({ roleId: id, replacementRoleId: replacement.id });
    expect(await owner.role.holders({ roleId: replacement.id })).toMatchObject({
      members: [{ name: 'Hanna' }],
      grants: [{ holder: 'Mia', scope: 'Shop' }],
      invitations: [{ email: 'new@example.com' }],
      isDefault: true,
    });
    expect(store.access.can(accountId, 'deployment.create', project.id)).toBe(false);
    expect(store.access.can(other, 'deployment.create', project.id)).toBe(false);
    expect(store.access.can(other, 'project.read', project.id)).toBe(true);
  });

  it('R4: the Owner’s role replaces none', async () => {
    const { id } = await create();
    holderOf(id, 'Hanna');
    const { id: replacementRoleId } = await roleNamed('Owner');
    await expect(owner.role.delete({ roleId: id, replacementRoleId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('R2: an Admin puts no Admin in its place, and not the role itself', async () => {
    const admin = clientOf(core, addAccount(core, { organizationId, role: 'Admin', name: 'Ada' }));
    const { id } = await create();
    holderOf(id, 'Hanna');
    const { id: replacementRoleId } = await roleNamed('Admin');
    await expect(admin.role.delete({ roleId: id, replacementRoleId })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(admin.role.delete({ roleId: id, replacementRoleId: id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });
});

describe('who may hand out what', () => {
  const assignable = async (client: TestClient, scopeNodeId?: string): Promise<string[]> =>
    (await client.role.assignable({ organizationId, ...(scopeNodeId ? { scopeNodeId } : {}) })).map(
      ({ name }) => name,
    );

  it('is everything below Owner for the Owner, everything below Admin for an Admin, nothing for a Viewer', async () => {
    const clientWith = (role: 'Admin' | 'Viewer' | 'Manager') =>
      clientOf(core, addAccount(core, { organizationId, role, name: role }));
    expect(await assignable(owner)).toEqual(['Admin', 'Manager', 'Developer', 'Member', 'Viewer']);
    const admin = clientWith('Admin');
    expect(await assignable(admin)).toEqual(['Manager', 'Developer', 'Member', 'Viewer']);
    expect(await assignable(clientWith('Manager'))).toEqual([]);
    expect(await assignable(clientWith('Viewer'))).toEqual([]);
    await owner.organization.updatePolicy({ organizationId, adminsManageAdmins: true });
    expect(await assignable(admin)).toContain('Admin');
  });

  it('on a scope never names the Owner', async () => {
    const project = await owner.project.create({ organizationId, name: 'Shop' });
    const names = await assignable(owner, project.id);
    expect(names).not.toContain('Owner');
    expect(names).toContain('Developer');
  });
});

describe('presets', () => {
  it.each(rolePresets)('$name can be created by an Admin as it is', async (preset) => {
    const admin = clientOf(core, addAccount(core, { organizationId, role: 'Admin', name: 'Ada' }));
    const made = await admin.role.create({
      organizationId,
      ...preset,
      permissions: [...preset.permissions],
    });
    expect(made.permissions).toEqual([...preset.permissions]);
  });
});

it('compares two roles', async () => {
  const a = await create({ permissions: ['project.read', 'service.read'] });
  const b = await create({ name: 'Other', permissions: ['service.read', 'logs.read'] });
  expect(await owner.role.compare({ roleId: a.id, otherRoleId: b.id })).toMatchObject({
    onlyHere: ['project.read'],
    onlyThere: ['logs.read'],
    both: ['service.read'],
  });
});

it('R14: a role of another organization replaces and compares to nothing', async () => {
  const { id } = await create();
  const other = await owner.organization.create({ name: 'Rivals' });
  const [foreign] = await owner.role.list({ organizationId: other.id });
  const otherRoleId = foreign?.id ?? '';
  await expect(owner.role.compare({ roleId: id, otherRoleId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(owner.role.delete({ roleId: id, replacementRoleId: otherRoleId })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

it('addMember with a custom role holds it at once', async () => {
  const { id } = await create();
  const accountId = addAccount(core, {
    organizationId: (await owner.organization.create({ name: 'X' })).id,
    role: 'Viewer',
    name: 'V',
  });
  core.services.store.write((tx) => addMember(tx, { organizationId, accountId, roleId: id }));
  expect(core.services.store.access.can(accountId, 'deployment.create', organizationId)).toBe(true);
});
