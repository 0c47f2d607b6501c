import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf } from '#test/support/create-test-core.ts';
import { createInvitationWorld, hourMs, type InvitationWorld } from '#test/support/invitation-world.ts';
import { wordedEvent } from '#test/support/worded-event.ts';
import { sql } from '../../store/database.ts';

let world: InvitationWorld;
beforeEach(async () => {
  world = await createInvitationWorld();
});
afterEach(() => world.core.close());

const wrongSecret = { code: 'CONFLICT', data: { field: 'secret' } };

const answerOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'answered',
    ({ code, message, data }: { code: string; message: string; data: unknown }) => ({ code, message, data }),
  );

describe('R8: accepting', () => {
  it('makes the account a member with the role, the extras and the grants that were offered', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com', {
      extras: ['project.create'],
      grants: [{ nodeId: world.stagingId }, { nodeId: world.productionId, roleId: world.role('Viewer') }],
    });
    const bo = world.stranger('bo@example.com');
    const session = await bo.client.invitation.accept({ secret });
    expect(session.organizations).toMatchObject([
      { name: 'Acme', role: 'Member', permissions: ['project.create'] },
    ]);
    const { access } = world.core.services.store;
    expect(access.can(bo.accountId, 'deployment.create', world.stagingId)).toBe(true);
    expect(access.can(bo.accountId, 'deployment.create', world.productionId)).toBe(false);
    expect(access.can(bo.accountId, 'deployment.read', world.productionId)).toBe(true);
    expect(await world.owner.invitation.list({ organizationId: world.organizationId })).toEqual([]);
  });

  it('works once', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    const { client } = world.stranger('bo@example.com');
    await client.invitation.accept({ secret });
    await expect(client.invitation.accept({ secret })).rejects.toMatchObject(wrongSecret);
  });

  it('works once for two at the same time', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    const { accountId, client } = world.stranger('bo@example.com');
    const second = clientOf(world.core, accountId);
    const answers = await Promise.all(
      [client, second].map((each) => answerOf(each.invitation.accept({ secret }))),
    );
    expect(answers.filter((answer) => answer === 'answered')).toHaveLength(1);
    const rows = world.core.services.store.database.all(
      sql.selectFrom('member').select('id').where('account_id', '=', accountId),
    );
    expect(rows).toHaveLength(1);
  });

  it('works until the last millisecond, and no more at the instant of expiry', async () => {
    const early = await world.invite(world.owner, 'bo@example.com');
    const late = await world.invite(world.owner, 'cy@example.com');
    world.pass(48 * hourMs - 1);
    await world.stranger('bo@example.com').client.invitation.accept({ secret: early.secret });
    world.pass(1);
    const cy = world.stranger('cy@example.com').client;
    await expect(cy.invitation.accept({ secret: late.secret })).rejects.toMatchObject(wrongSecret);
    await expect(cy.invitation.look({ secret: late.secret })).rejects.toMatchObject(wrongSecret);
  });

  it('takes the invited address, whatever its case, and no other', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    const other = world.stranger('eve@example.com');
    await expect(other.client.invitation.accept({ secret })).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { field: 'email' },
    });
    expect(world.core.services.store.access.organizationsOf(other.accountId)).toEqual([]);
    await world.stranger('BO@Example.com').client.invitation.accept({ secret });
  });

  it('is refused after it was cancelled, with the very answer of a secret that never was', async () => {
    const { secret, invitation } = await world.invite(world.owner, 'bo@example.com');
    const { client } = world.stranger('bo@example.com');
    await world.owner.invitation.cancel({ invitationId: invitation.id });
    const cancelled = await answerOf(client.invitation.accept({ secret }));
    expect(cancelled).toMatchObject(wrongSecret);
    expect(await answerOf(client.invitation.accept({ secret: 'A'.repeat(43) }))).toEqual(cancelled);
    expect(await answerOf(client.invitation.look({ secret }))).toEqual(cancelled);
    expect(await answerOf(client.invitation.look({ secret: '\u0000; id>/tmp/m' }))).toEqual(cancelled);
  });

  it('resending makes a new secret and a new expiry, and kills the old link', async () => {
    const old = await world.invite(world.owner, 'bo@example.com');
    world.pass(60 * hourMs);
    const fresh = await world.admin.invitation.resend({
      invitationId: old.invitation.id,
      lifetimeHours: 168,
    });
    expect(fresh.invitation.inviterName).toBe('Ada Admin');
    const { client } = world.stranger('bo@example.com');
    await expect(client.invitation.accept({ secret: old.secret })).rejects.toMatchObject(wrongSecret);
    world.pass(167 * hourMs);
    await client.invitation.accept({ secret: fresh.secret });
  });

  it('is not resent to somebody who became a member, nor by one who may not offer it', async () => {
    const { invitation } = await world.invite(world.owner, 'bo@example.com', { roleId: world.role('Admin') });
    const { invitationId, lifetimeHours } = { invitationId: invitation.id, lifetimeHours: 48 as const };
    await expect(world.admin.invitation.resend({ invitationId, lifetimeHours })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('is refused once the seat is gone, and everybody stays', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    world.limitSeats(2);
    const { client } = world.stranger('bo@example.com');
    await expect(client.invitation.accept({ secret })).rejects.toMatchObject({ code: 'LIMIT' });
    world.limitSeats(3);
    await client.invitation.accept({ secret });
  });

  it('lets one of two have the last seat', async () => {
    const made = await Promise.all(
      ['bo', 'cy'].map((name) => world.invite(world.owner, `${name}@example.com`)),
    );
    world.limitSeats(3);
    const clients = ['bo', 'cy'].map((name) => world.stranger(`${name}@example.com`).client);
    const answers = await Promise.all(
      clients.map((client, index) =>
        answerOf(client.invitation.accept({ secret: made[index]?.secret ?? '' })),
      ),
    );
    expect(answers.filter((answer) => answer === 'answered')).toHaveLength(1);
    expect(answers.filter((answer) => answer !== 'answered')).toMatchObject([{ code: 'LIMIT' }]);
  });

  it.each([
    ['was demoted to the level of the offered role', 'Manager', 'Manager'],
    ['was demoted below it', 'Developer', 'Manager'],
  ])('is refused after the inviter %s', async (_, now, offered) => {
    const { secret } = await world.invite(world.admin, 'bo@example.com', { roleId: world.role(offered) });
    world.setRole(world.adminMemberId, now);
    const { client } = world.stranger('bo@example.com');
    await expect(client.invitation.accept({ secret })).rejects.toMatchObject(wrongSecret);
    world.setRole(world.adminMemberId, 'Admin');
    await client.invitation.accept({ secret });
  });

  it('R6: is refused where the inviter no longer holds an extra or a grant that was offered', async () => {
    const offers = [
      { extras: ['secret.reveal'] },
      { grants: [{ nodeId: world.stagingId, roleId: world.role('Manager') }] },
    ];
    for (const [index, more] of offers.entries()) {
      const email = `bo${index}@example.com`;
      const made = await world.invite(world.admin, email, { ...more, roleId: world.role('Viewer') });
      world.setRole(world.adminMemberId, 'Developer');
      const { client, accountId } = world.stranger(email);
      await expect(client.invitation.accept({ secret: made.secret })).rejects.toMatchObject(wrongSecret);
      expect(world.core.services.store.access.organizationsOf(accountId)).toEqual([]);
      world.setRole(world.adminMemberId, 'Admin');
    }
  });

  it('is refused after the inviter was suspended or removed', async () => {
    const { secret } = await world.invite(world.admin, 'bo@example.com');
    const { client } = world.stranger('bo@example.com');
    world.suspend(world.adminMemberId);
    await expect(client.invitation.accept({ secret })).rejects.toMatchObject(wrongSecret);
    world.core.services.store.write((tx) => tx.removeNode(world.adminMemberId));
    await expect(client.invitation.accept({ secret })).rejects.toMatchObject(wrongSecret);
  });

  it('gives no grant on what was deleted, and none that has ended since', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com', {
      grants: [{ nodeId: world.stagingId }, { nodeId: world.productionId, endsAt: '2026-11-21T10:00:00Z' }],
    });
    world.core.services.store.write((tx) => tx.removeNode(world.stagingId));
    world.pass(2 * hourMs);
    const { client } = world.stranger('bo@example.com');
    const session = await client.invitation.accept({ secret });
    expect(session.organizations[0]?.grants).toEqual([]);
  });

  it('leaves who joined, as what, and by whom in the audit trail', async () => {
    const { secret } = await world.invite(world.admin, 'bo@example.com');
    await world.stranger('bo@example.com').client.invitation.accept({ secret });
    const newest = world.core.services.store.database.first(
      sql.selectFrom('audit_event').selectAll().orderBy('sequence', 'desc').limit(1),
    );
    expect(newest && wordedEvent(newest)).toMatchObject({
      operation: 'invitation.accept',
      organization_id: world.organizationId,
      detail: 'bo@example.com joined as Member, invited by Ada Admin',
    });
  });
});

describe('looking at an invitation', () => {
  it('shows what it offers and not whose it is, but to the one who is invited', async () => {
    const { secret, invitation } = await world.invite(world.owner, 'bo@example.com');
    const bo = world.stranger('bo@example.com');
    const shown = {
      organization: 'Acme',
      email: 'b•••@example.com',
      role: 'Member',
      inviterName: 'Olive Owner',
      expiresAt: invitation.expiresAt,
      hasAccount: true,
      isForYou: false,
    };
    expect(await world.stranger('eve@example.com').client.invitation.look({ secret })).toEqual(shown);
    expect(await bo.client.invitation.look({ secret })).toEqual({
      ...shown,
      email: 'bo@example.com',
      isForYou: true,
    });
  });

  it('is refused after ten wrong secrets within a minute, on that connection only', async () => {
    const { secret } = await world.invite(world.owner, 'bo@example.com');
    const { accountId, client } = world.stranger('bo@example.com');
    for (let count = 0; count < 10; count += 1) {
      await expect(client.invitation.look({ secret: `wrong ${count}` })).rejects.toMatchObject(wrongSecret);
    }
    await expect(client.invitation.look({ secret })).rejects.toMatchObject({
      code: 'LIMIT',
      data: { limit: 10 },
    });
    await expect(client.invitation.accept({ secret })).rejects.toMatchObject({ code: 'LIMIT' });
    await clientOf(world.core, accountId).invitation.look({ secret });
    world.pass(60_000);
    await client.invitation.accept({ secret });
  });
});
