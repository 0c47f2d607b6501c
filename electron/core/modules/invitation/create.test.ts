import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInvitationWorld, hourMs, type InvitationWorld } from '#test/support/invitation-world.ts';
import { sql } from '../../store/database.ts';

let world: InvitationWorld;
beforeEach(async () => {
  world = await createInvitationWorld();
});
afterEach(() => world.core.close());

const invitationTable = (): unknown[] =>
  world.core.services.store.database.all(sql.selectFrom('invitation').selectAll());

describe('R7: an invitation', () => {
  it('is for a lower-cased address and lives for as long as was chosen, whatever the policy becomes', async () => {
    const made = await world.invite(world.owner, '  Bo@Example.COM ', { lifetimeHours: 168 });
    expect(made.invitation).toMatchObject({
      email: 'bo@example.com',
      role: 'Member',
      inviterName: 'Olive Owner',
    });
    const { createdAt, expiresAt } = made.invitation;
    expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(168 * hourMs);
    world.core.services.store.database.run(sql.updateTable('organization').set({ invitation_hours: 48 }));
    const [listed] = await world.owner.invitation.list({ organizationId: world.organizationId });
    expect(listed).toEqual(made.invitation);
  });

  it('has no other lifetime than 48 hours and 7 days', async () => {
    await expect(world.invite(world.owner, 'bo@example.com', { lifetimeHours: 72 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  it.each(['bo', 'bo@', '@example.com', 'bo@example', 'bo @example.com'])(
    'is refused for %j, which is no address',
    async (email) => {
      await expect(world.invite(world.owner, email)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    },
  );

  it('has a secret of 256 bits that is told once and kept only as a hash', async () => {
    const { secret, path } = await world.invite(world.owner, 'bo@example.com');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(path).toBe(`/#invitation=${secret}`);
    const list = await world.owner.invitation.list({ organizationId: world.organizationId });
    const audit = world.core.services.store.database.all(sql.selectFrom('audit_event').selectAll());
    expect(JSON.stringify([list, invitationTable(), audit])).not.toContain(secret);
  });

  it('is refused for the address of a member, in whatever case', async () => {
    await expect(world.invite(world.owner, 'OLIVE@example.com')).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'email' },
    });
  });

  it('is refused while another one to the address is live, and replaces one that expired', async () => {
    const first = await world.invite(world.owner, 'bo@example.com');
    await expect(world.invite(world.admin, 'Bo@example.com')).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'email' },
    });
    world.pass(48 * hourMs);
    const second = await world.invite(world.admin, 'bo@example.com');
    const list = await world.owner.invitation.list({ organizationId: world.organizationId });
    expect(list.map(({ id }) => id)).toEqual([second.invitation.id]);
    expect(second.secret).not.toBe(first.secret);
  });

  it('may be made to one address by two organizations', async () => {
    const other = await world.owner.organization.create({ name: 'Globex' });
    const roles = world.core.services.store.database.all(
      sql
        .selectFrom('role')
        .innerJoin('node', 'node.id', 'role.id')
        .select(['role.id', 'organization_id', 'built_in']),
    );
    const roleId =
      roles.find((row) => row.organization_id === other.id && row.built_in === 'member')?.id ?? '';
    await world.invite(world.owner, 'bo@example.com');
    await world.invite(world.owner, 'bo@example.com', { organizationId: other.id, roleId });
    expect(await world.owner.invitation.list({ organizationId: other.id })).toHaveLength(1);
  });

  it('is refused for a role of the inviter’s level or above, and for the Owner’s by anybody (R4)', async () => {
    const refused = { code: 'FORBIDDEN' };
    await expect(
      world.invite(world.admin, 'bo@example.com', { roleId: world.role('Admin') }),
    ).rejects.toMatchObject(refused);
    for (const client of [world.admin, world.owner]) {
      const asOwner = world.invite(client, 'bo@example.com', { roleId: world.role('Owner') });
      await expect(asOwner).rejects.toMatchObject(refused);
      const byGrant = [{ nodeId: world.stagingId, roleId: world.role('Owner') }];
      await expect(world.invite(client, 'bo@example.com', { grants: byGrant })).rejects.toMatchObject(
        refused,
      );
    }
    expect(invitationTable()).toEqual([]);
  });

  it('R3: lets an Admin invite an Admin once the Owner’s switch is on', async () => {
    world.core.services.store.database.run(sql.updateTable('organization').set({ admins_manage_admins: 1 }));
    const made = await world.invite(world.admin, 'bo@example.com', { roleId: world.role('Admin') });
    expect(made.invitation.role).toBe('Admin');
  });

  it('is refused for an unknown role, and for one of another organization alike', async () => {
    const other = await world.owner.organization.create({ name: 'Globex' });
    const foreign = world.core.services.store.database.first(
      sql.selectFrom('node').select('id').where('kind', '=', 'role').where('parent_id', '=', other.id),
    );
    for (const roleId of ['rol_00000000000000000000000000', foreign?.id ?? '']) {
      const asked = world.invite(world.owner, 'bo@example.com', { roleId });
      await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND', data: { kind: 'role', id: roleId } });
      const byGrant = [{ nodeId: world.stagingId, roleId }];
      await expect(world.invite(world.owner, 'bo@example.com', { grants: byGrant })).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    }
  });

  it('is refused for a node that is unknown or foreign', async () => {
    const other = await world.owner.organization.create({ name: 'Globex' });
    const foreign = await world.owner.project.create({ organizationId: other.id, name: 'site' });
    for (const nodeId of ['prj_00000000000000000000000000', foreign.id]) {
      const asked = world.invite(world.owner, 'bo@example.com', { grants: [{ nodeId }] });
      await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND', data: { id: nodeId } });
    }
  });

  it('is refused with a grant that has ended already', async () => {
    const grants = [{ nodeId: world.stagingId, endsAt: '2026-11-21T09:00:00Z' }];
    await expect(world.invite(world.owner, 'bo@example.com', { grants })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'grants.0.endsAt' }] },
    });
  });

  it('is refused with the same role at the same place twice; another role there is another grant', async () => {
    const nodeId = world.stagingId;
    const twice = world.invite(world.owner, 'bo@example.com', { grants: [{ nodeId }, { nodeId }] });
    await expect(twice).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'grants.1' }] },
    });
    const grants = [{ nodeId }, { nodeId, roleId: world.role('Viewer') }];
    const { invitation } = await world.invite(world.owner, 'bo@example.com', { grants });
    expect(invitation.grants).toHaveLength(2);
  });

  it.each(['organization.delete', 'role.create', 'invitation.create'])(
    'is refused with the extra permission %s, with which one could widen oneself',
    async (permission) => {
      const asked = world.invite(world.owner, 'bo@example.com', { extras: [permission] });
      await expect(asked).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    },
  );

  it.each(['Manager', 'Developer', 'Member', 'Viewer'] as const)(
    'is nothing that a %s may make',
    async (role) => {
      world.setRole(world.adminMemberId, role);
      const asked = world.invite(world.admin, 'bo@example.com', { roleId: world.role('Viewer') });
      await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' });
    },
  );
});

describe('R9: seats', () => {
  it('count active members and live invitations, and block the next invitation', async () => {
    world.limitSeats(3);
    await world.invite(world.owner, 'bo@example.com');
    await expect(world.invite(world.owner, 'cy@example.com')).rejects.toMatchObject({
      code: 'LIMIT',
      data: { limit: 3 },
    });
    world.pass(48 * hourMs);
    await world.invite(world.owner, 'cy@example.com');
  });

  it('are freed by suspending a member and by cancelling an invitation', async () => {
    world.limitSeats(3);
    const { invitation } = await world.invite(world.owner, 'bo@example.com');
    await world.owner.invitation.cancel({ invitationId: invitation.id });
    await world.invite(world.owner, 'cy@example.com');
    world.suspend(world.adminMemberId);
    await world.invite(world.owner, 'di@example.com');
  });

  it('keep everybody when the limit is lowered', async () => {
    world.limitSeats(1);
    await expect(world.invite(world.owner, 'bo@example.com')).rejects.toMatchObject({ code: 'LIMIT' });
    expect(await world.admin.project.list({ organizationId: world.organizationId })).toHaveLength(1);
  });

  it('are asked for again when an expired invitation is resent', async () => {
    world.limitSeats(3);
    const { invitation } = await world.invite(world.owner, 'bo@example.com');
    world.pass(48 * hourMs);
    await world.invite(world.owner, 'cy@example.com');
    const resent = world.owner.invitation.resend({ invitationId: invitation.id, lifetimeHours: 48 });
    await expect(resent).rejects.toMatchObject({ code: 'LIMIT' });
  });
});

describe('the preview of an invitation', () => {
  it('says what the person will be able to do and where, and nothing more', async () => {
    const preview = await world.owner.invitation.preview({
      organizationId: world.organizationId,
      roleId: world.role('Member'),
      extras: ['project.create'],
      grants: [{ nodeId: world.stagingId }],
    });
    expect(preview[0]).toEqual({ nodeId: world.organizationId, path: '', permissions: ['project.create'] });
    expect(preview[1]).toMatchObject({ nodeId: world.stagingId, path: 'shop/staging' });
    expect(preview[1]?.permissions).toContain('deployment.create');
    expect(preview).toHaveLength(2);
  });

  it('is refused like the invitation itself, and makes none', async () => {
    const asked = world.admin.invitation.preview({
      organizationId: world.organizationId,
      roleId: world.role('Admin'),
    });
    await expect(asked).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(invitationTable()).toEqual([]);
  });
});
