import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInvitationWorld, hourMs, type InvitationWorld } from '#test/support/invitation-world.ts';
import { addStranger } from '#test/support/strangers.ts';
import { sql } from '../../store/database.ts';

let world: InvitationWorld;
beforeEach(async () => {
  world = await createInvitationWorld();
});
afterEach(() => world.core.close());

const email = 'bo@example.com';
const unknown = { code: 'NOT_FOUND', data: { kind: 'invitation' } };

/** Somebody with an account of their own, whose address the operator of the host confirmed. */
const verified = async (address = email) => {
  const somebody = world.stranger(address);
  await world.owner.host.confirmEmail({ account: somebody.accountId, email: address });
  return somebody;
};

describe('R19: the inbox', () => {
  it('shows what is addressed to one’s own verified address, and accepting there joins as the link would', async () => {
    const bo = await verified();
    expect(await bo.client.invitation.inbox()).toEqual({ isVerified: true, invitations: [] });
    const grants = [{ nodeId: world.stagingId }];
    const { invitation, secret } = await world.invite(world.owner, 'BO@example.com', { grants });
    await world.invite(world.owner, 'other@example.com');
    const { invitations } = await bo.client.invitation.inbox();
    expect(invitations).toEqual([
      {
        id: invitation.id,
        organization: 'Acme',
        role: 'Member',
        inviterName: 'Olive Owner',
        createdAt: invitation.createdAt,
        expiresAt: invitation.expiresAt,
      },
    ]);
    expect(JSON.stringify(invitations)).not.toContain(secret);
    const session = await bo.client.invitation.acceptReceived({ invitation: invitation.id });
    expect(session.organizations.map(({ name }) => name)).toEqual(['Acme']);
    expect(await bo.client.invitation.inbox()).toMatchObject({ invitations: [] });
    const { items } = await world.owner.audit.list({ organizationId: world.organizationId });
    expect(items[0]).toMatchObject({ operation: 'invitation.acceptReceived', outcome: 'allowed' });
    const again = { invitation: invitation.id };
    await expect(bo.client.invitation.acceptReceived(again)).rejects.toMatchObject(unknown);
  });

  it('declines: the invitation and its link are gone, and the organization’s trail says who did', async () => {
    const bo = await verified();
    const { invitation, secret } = await world.invite(world.admin, email);
    await bo.client.invitation.declineReceived({ invitation: invitation.id });
    const { organizationId } = world;
    expect(await world.owner.invitation.list({ organizationId })).toEqual([]);
    await expect(bo.client.invitation.accept({ secret })).rejects.toMatchObject({ code: 'CONFLICT' });
    const { items } = await world.owner.audit.list({ organizationId });
    expect(items[0]).toMatchObject({
      operation: 'invitation.declineReceived',
      actor: `Holder of ${email}`,
      detail: `invitation of ${email} declined`,
    });
    expect(await world.invite(world.admin, email)).toBeDefined();
  });

  it('is empty for an address that nobody verified, such as one that an inviter registered themselves', async () => {
    const rival = await addStranger(world.core);
    const [viewer] = await rival.client.role.assignable({ organizationId: rival.organizationId });
    const { secret } = await rival.client.invitation.create({
      organizationId: rival.organizationId,
      email,
      roleId: viewer?.id ?? '',
      lifetimeHours: 48,
    });
    const taken = world.nobody();
    await taken.invitation.register({ secret, name: 'Not Bo', password: 'a long enough password' });
    const { invitation } = await world.invite(world.owner, email);
    expect(await taken.invitation.inbox()).toEqual({ isVerified: false, invitations: [] });
    for (const act of ['acceptReceived', 'declineReceived'] as const) {
      await expect(taken.invitation[act]({ invitation: invitation.id })).rejects.toMatchObject(unknown);
      await expect(rival.client.invitation[act]({ invitation: invitation.id })).rejects.toMatchObject(
        unknown,
      );
    }
    expect(await world.owner.invitation.list({ organizationId: world.organizationId })).toHaveLength(1);
  });

  it('is verified no more once another address is wanted and confirmed, and shows that one’s', async () => {
    const bo = await verified();
    await world.invite(world.owner, email);
    const wanted = 'bo@new.example';
    const { database } = world.core.services.store;
    database.run(sql.updateTable('account').set({ pending_email: wanted }).where('id', '=', bo.accountId));
    await world.invite(world.owner, wanted);
    expect((await bo.client.invitation.inbox()).invitations).toHaveLength(1);
    await world.owner.host.confirmEmail({ account: bo.accountId, email: wanted });
    const { invitations } = await bo.client.invitation.inbox();
    expect(invitations).toHaveLength(1);
    await bo.client.invitation.acceptReceived({ invitation: invitations[0]?.id ?? '' });
    const members = await world.owner.member.list({ organizationId: world.organizationId });
    expect(members.map((member) => member.email)).toContain(wanted);
  });

  it('leaves out what has expired, and refuses what the inviter may offer no more', async () => {
    const bo = await verified();
    const { invitation } = await world.invite(world.admin, email);
    world.suspend(world.adminMemberId);
    await expect(bo.client.invitation.acceptReceived({ invitation: invitation.id })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    world.pass(48 * hourMs);
    expect(await bo.client.invitation.inbox()).toMatchObject({ invitations: [] });
    for (const act of ['acceptReceived', 'declineReceived'] as const) {
      await expect(bo.client.invitation[act]({ invitation: invitation.id })).rejects.toMatchObject(unknown);
    }
  });
});

describe('confirming an address that an account has already', () => {
  it('is the operator’s, told in the host’s trail, and no more than that very address', async () => {
    const bo = world.stranger(email);
    const listed = async () =>
      (await world.owner.host.accounts()).find(({ account }) => account === bo.accountId);
    expect(await listed()).toMatchObject({ email, isVerified: false });
    await expect(
      world.owner.host.confirmEmail({ account: bo.accountId, email: 'other@example.com' }),
    ).rejects.toMatchObject({ code: 'CONFLICT', data: { field: 'email' } });
    await expect(bo.client.host.confirmEmail({ account: bo.accountId, email })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await world.owner.host.confirmEmail({ account: bo.accountId, email });
    expect(await listed()).toMatchObject({ email, isVerified: true });
  });
});
