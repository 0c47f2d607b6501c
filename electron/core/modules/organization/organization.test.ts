import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestClient } from '#test/support/create-test-core.ts';
import { type Ownership, openOwnership } from '#test/support/ownership.ts';
import { addStranger } from '#test/support/strangers.ts';
import type { Core } from '../../create-core.ts';

let core: Core;
let owner: TestClient;
let organizationId: string;
let join: Ownership['join'];
let suspend: Ownership['suspend'];
let ownersIn: Ownership['ownersIn'];

beforeEach(async () => {
  ({ core, owner, organizationId, join, suspend, ownersIn } = await openOwnership());
});
afterEach(() => core.close());

const conflict = (field: string) => ({ code: 'CONFLICT', data: expect.objectContaining({ field }) });

describe('R4: a transfer', () => {
  const transfer = (client: TestClient, memberId: string, typedName = 'Acme') =>
    client.organization.transfer({ organizationId, memberId, typedName });

  it('makes the target Owner and the old Owner Admin, with two audit events', async () => {
    const ada = join('Member', 'Ada');
    await transfer(owner, ada.memberId);
    expect(ownersIn(organizationId)).toEqual(['Ada']);
    const [mine] = await owner.organization.list();
    expect(mine).toMatchObject({ role: 'Admin', level: 80 });
    const events = (await ada.client.audit.list({ organizationId })).items.filter(
      ({ operation }) => operation === 'organization.transfer',
    );
    expect(events.map(({ changes }) => changes)).toEqual([
      [{ field: 'role', before: 'Member', after: 'Owner' }],
      [{ field: 'role', before: 'Owner', after: 'Admin' }],
    ]);
  });

  it('is refused to an Admin, whatever the policy', async () => {
    const ada = join('Admin', 'Ada');
    await expect(transfer(ada.client, ada.memberId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(ownersIn(organizationId)).toEqual(['Olive Owner']);
  });

  it('is refused where the policy forbids it, with the wrong name, to oneself and to a suspended member', async () => {
    const ada = join('Admin', 'Ada');
    const self = (await owner.organization.list())[0]?.memberId ?? '';
    await expect(transfer(owner, ada.memberId, 'acme')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(transfer(owner, self)).rejects.toMatchObject(conflict('memberId'));
    suspend(ada.memberId);
    await expect(transfer(owner, ada.memberId)).rejects.toMatchObject(conflict('memberId'));
    await owner.organization.updatePolicy({ organizationId, allowsTransfer: false });
    await expect(transfer(owner, ada.memberId)).rejects.toMatchObject(conflict('allowsTransfer'));
    expect(ownersIn(organizationId)).toEqual(['Olive Owner']);
  });

  it('R14: answers a member of another organization like an unknown one', async () => {
    const other = await owner.organization.create({ name: 'Rivals' });
    for (const memberId of [other.memberId, 'mem_unknown']) {
      await expect(transfer(owner, memberId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('of two at once exactly one wins', async () => {
    const [ada, bob] = [join('Admin', 'Ada'), join('Admin', 'Bob')];
    const outcomes = await Promise.allSettled([transfer(owner, ada.memberId), transfer(owner, bob.memberId)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ownersIn(organizationId)).toHaveLength(1);
  });

  it('takes the old Owner’s next call at its word: they are an Admin', async () => {
    const ada = join('Admin', 'Ada');
    await transfer(owner, ada.memberId);
    await expect(transfer(owner, ada.memberId)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(
      owner.organization.updatePolicy({ organizationId, allowsTransfer: false }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(owner.organization.delete({ organizationId, typedName: 'Acme' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('R5: the policy', () => {
  it('starts as Balanced', async () => {
    expect(await owner.organization.policy({ organizationId })).toMatchObject({
      allowsTransfer: true,
      adminsManageAdmins: false,
      invitationHours: 48,
      seats: { members: 1, invitations: 0 },
    });
  });

  it('is the Owner’s to edit; an Admin sets seats and the default role', async () => {
    const { client } = join('Admin', 'Ada');
    await expect(
      client.organization.updatePolicy({ organizationId, adminsManageAdmins: true }),
    ).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('The policy of an organization'),
    });
    const events = await owner.audit.list({ organizationId, operation: 'organization.updatePolicy' });
    expect(events.items).toMatchObject([
      { outcome: 'refused', detail: expect.stringContaining('is its Owner’s to decide') },
    ]);
    expect(await client.organization.updateSeats({ organizationId, seatLimit: 5 })).toMatchObject({
      seats: { limit: 5, members: 2 },
    });
    const told = await owner.organization.updatePolicy({ organizationId, invitationHours: 168 });
    expect(told).toMatchObject({ invitationHours: 168, allowsTransfer: true });
  });

  it('has no Owner and no role above the setter’s as default', async () => {
    const { client } = join('Admin', 'Ada');
    const roles = await owner.role.list({ organizationId });
    const idOf = (name: string) => roles.find((role) => role.name === name)?.id ?? '';
    for (const each of [owner, client]) {
      await expect(
        each.organization.updateSeats({ organizationId, defaultRoleId: idOf('Owner') }),
      ).rejects.toMatchObject(conflict('defaultRoleId'));
    }
    const set = await client.organization.updateSeats({ organizationId, defaultRoleId: idOf('Member') });
    expect(set.defaultRole?.name).toBe('Member');
    const cleared = await client.organization.updateSeats({ organizationId, defaultRoleId: null });
    expect(cleared.defaultRole).toBeUndefined();
  });

  it('R9: lowering the seat limit keeps everybody; suspended members take no seat', async () => {
    const ada = join('Admin', 'Ada');
    join('Viewer', 'Vera');
    const low = await owner.organization.updateSeats({ organizationId, seatLimit: 1 });
    expect(low.seats).toEqual({ limit: 1, members: 3, invitations: 0 });
    expect(await ada.client.organization.list()).toHaveLength(1);
    suspend(ada.memberId);
    expect((await owner.organization.policy({ organizationId })).seats.members).toBe(2);
    const unlimited = await owner.organization.updateSeats({ organizationId, seatLimit: null });
    expect(unlimited.seats.limit).toBeUndefined();
  });
});

describe('R10: leaving', () => {
  it('is open to every member, ends the membership, and is refused to the Owner', async () => {
    const vera = join('Viewer', 'Vera');
    const feed = await vera.client.changes.watch({ organizationId });
    await feed.next();
    const next = feed.next();
    await vera.client.organization.leave({ organizationId });
    await expect(next).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await vera.client.organization.list()).toEqual([]);
    expect((await vera.client.session.current()).account?.name).toBe('Vera');
    await expect(vera.client.organization.leave({ organizationId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(owner.organization.leave({ organizationId })).rejects.toMatchObject(
      conflict('organizationId'),
    );
  });
});

describe('R10: leaving while suspended', () => {
  it('is open too, told of in the session, and closed to everybody else’s organizations', async () => {
    const vera = join('Viewer', 'Vera');
    const stranger = await addStranger(core);
    suspend(vera.memberId);
    const session = await vera.client.session.current();
    expect(session).toMatchObject({ organizations: [], suspendedIn: [{ id: organizationId, name: 'Acme' }] });
    await expect(vera.client.organization.get({ organizationId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(
      vera.client.organization.leave({ organizationId: stranger.organizationId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND', data: { id: stranger.organizationId } });
    await expect(stranger.client.organization.leave({ organizationId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await vera.client.organization.leave({ organizationId });
    expect(await vera.client.session.current()).toMatchObject({ organizations: [], suspendedIn: [] });
    const members = await owner.member.list({ organizationId });
    expect(members.map(({ name }) => name)).not.toContain('Vera');
    const { items } = await owner.audit.list({ organizationId });
    expect(items.find(({ operation }) => operation === 'organization.leave')).toMatchObject({
      outcome: 'allowed',
      actor: 'Vera',
    });
  });
});

describe('R11: deleting an organization', () => {
  it('needs the Owner and the typed name, lists what goes, and leaves the account and other organizations', async () => {
    const ada = join('Admin', 'Ada');
    await owner.project.create({ organizationId, name: 'Shop' });
    const other = await owner.organization.create({ name: 'Second' });
    const deletion = await owner.organization.deletion({ organizationId });
    expect(deletion.contains).toContainEqual({ kind: 'project', count: 1, examples: ['Shop'] });
    await expect(ada.client.organization.delete({ organizationId, typedName: 'Acme' })).rejects.toMatchObject(
      { code: 'FORBIDDEN' },
    );
    await expect(owner.organization.delete({ organizationId, typedName: 'Acm' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    await owner.organization.delete({ organizationId, typedName: 'Acme' });
    expect((await owner.organization.list()).map(({ id }) => id)).toEqual([other.id]);
    expect(await ada.client.organization.list()).toEqual([]);
  });

  it('after the last one the account is still there and makes the next', async () => {
    await owner.organization.delete({ organizationId, typedName: 'Acme', removeRemote: true });
    const session = await owner.session.current();
    expect(session).toMatchObject({ account: { name: 'Olive Owner' }, organizations: [] });
    expect((await owner.organization.create({ name: 'Again' })).role).toBe('Owner');
  });
});
