import { describe, expect, it } from 'vitest';
import { accessWorld as world } from '#test/support/access-world.ts';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf, type TestClient } from '#test/support/create-test-core.ts';

describe('a request for access', () => {
  const ask = (client: TestClient, nodeId: string) =>
    client.access.request({ nodeId, permission: 'service.create', reason: 'I deploy the shop.' });

  it('is seen and granted by an Admin, and then allows what it asked for', async () => {
    const w = await world();
    w.grant({ nodeId: w.shop.id });
    const adminId = addAccount(w.core, { organizationId: w.organizationId, role: 'Admin', name: 'Ada' });
    const admin = clientOf(w.core, adminId);
    const request = await ask(w.member, w.shop.id);
    expect(request).toMatchObject({ state: 'open', isOwn: true, isAnswerable: false });
    const [seen] = await admin.access.requests({ organizationId: w.organizationId, state: 'open' });
    expect(seen).toMatchObject({ id: request.id, memberName: 'Mia', isAnswerable: true, isOwn: false });
    expect(await codeOf(admin.access.answer({ accessRequestId: request.id, decision: 'granted' }))).toBe(
      'INVALID_INPUT',
    );
    const roleId = w.roleId('Developer');
    const answered = await admin.access.answer({
      accessRequestId: request.id,
      decision: 'granted',
      answer: 'Go on.',
      roleId,
    });
    expect(answered).toMatchObject({ state: 'granted', answeredBy: 'Ada', answer: 'Go on.' });
    expect(await codeOf(w.member.service.create({ environmentId: w.environmentId, name: 'web' }))).toBe(
      'answered',
    );
    expect(await codeOf(admin.access.answer({ accessRequestId: request.id, decision: 'declined' }))).toBe(
      'CONFLICT',
    );
  });

  it('is one at a time, not for what one holds, and not for what one cannot see', async () => {
    const w = await world();
    w.grant({ nodeId: w.shop.id });
    const request = await ask(w.member, w.shop.id);
    expect(await codeOf(ask(w.member, w.shop.id))).toBe('CONFLICT');
    expect(await codeOf(ask(w.member, w.bank.id))).toBe('NOT_FOUND');
    expect(
      await codeOf(w.member.access.request({ nodeId: w.shop.id, permission: 'logs.read', reason: '' })),
    ).toBe('CONFLICT');
    await w.member.access.withdraw({ accessRequestId: request.id });
    expect(await codeOf(ask(w.member, w.shop.id))).toBe('answered');
  });

  it('R15: is neither seen nor withdrawn by anybody else', async () => {
    const w = await world();
    w.grant({ nodeId: w.shop.id });
    const request = await ask(w.member, w.shop.id);
    const managerId = addAccount(w.core, { organizationId: w.organizationId, role: 'Manager', name: 'Max' });
    const manager = clientOf(w.core, managerId);
    expect(await manager.access.requests({ organizationId: w.organizationId })).toEqual([]);
    expect(await codeOf(manager.access.withdraw({ accessRequestId: request.id }))).toBe('NOT_FOUND');
    expect(await codeOf(w.owner.access.withdraw({ accessRequestId: request.id }))).toBe('NOT_FOUND');
    expect(await codeOf(manager.access.answer({ accessRequestId: request.id, decision: 'declined' }))).toBe(
      'NOT_FOUND',
    );
  });

  it('stays as it was where its place is out of sight meanwhile: unknown, and nothing is written', async () => {
    const w = await world();
    const grantId = w.grant({ nodeId: w.shop.id });
    const request = await ask(w.member, w.shop.id);
    await w.owner.member.changeGrants({ memberId: w.memberId, remove: [grantId] });
    expect(await codeOf(w.member.access.withdraw({ accessRequestId: request.id }))).toBe('NOT_FOUND');
    const [seen] = await w.owner.access.requests({ organizationId: w.organizationId });
    expect(seen).toMatchObject({ id: request.id, state: 'open' });
  });

  it('R6: is not granted by one who lacks it themselves, nor by the one who asked', async () => {
    const w = await world();
    w.grant({ nodeId: w.environmentId });
    const leadId = addAccount(w.core, { organizationId: w.organizationId, role: 'Developer', name: 'Lee' });
    const { access } = w.core.services.store;
    const leadMember = access.effective(leadId, w.organizationId)?.memberId ?? '';
    const permissions = ['member.update', 'member.read'] as const;
    await w.owner.member.setExtras({ memberId: leadMember, permissions: [...permissions] });
    const lead = clientOf(w.core, leadId);
    const everywhere = { nodeId: w.organizationId, permission: 'project.delete', reason: '' } as const;
    const creating = { nodeId: w.shop.id, permission: 'service.create', reason: '' } as const;
    const wanted = [
      await w.member.access.request(everywhere),
      // By a role that holds it, and more than the one who answers does.
      { ...(await w.member.access.request(creating)), roleId: w.roleId('Manager') },
      await lead.access.request(everywhere),
    ];
    for (const { id, ...given } of wanted) {
      const role = 'roleId' in given ? { roleId: String(given.roleId) } : {};
      const granted = { accessRequestId: id, decision: 'granted', ...role } as const;
      expect(await codeOf(lead.access.answer(granted))).toBe('FORBIDDEN');
    }
    expect(access.can(w.accountId, 'project.delete', w.organizationId)).toBe(false);
    expect(access.can(w.accountId, 'service.create', w.shop.id)).toBe(false);
  });

  it('for what no role of one’s own may hold is only declined', async () => {
    const w = await world();
    const wanted = { nodeId: w.organizationId, permission: 'role.create', reason: '' } as const;
    const { id } = await w.member.access.request(wanted);
    expect(await codeOf(w.owner.access.answer({ accessRequestId: id, decision: 'granted' }))).toBe(
      'CONFLICT',
    );
    expect(await codeOf(w.owner.access.answer({ accessRequestId: id, decision: 'declined' }))).toBe(
      'answered',
    );
  });

  it('for the organization gives an extra permission', async () => {
    const w = await world();
    const wanted = { nodeId: w.organizationId, permission: 'project.create', reason: 'A new shop.' } as const;
    const request = await w.member.access.request(wanted);
    await w.owner.access.answer({ accessRequestId: request.id, decision: 'granted' });
    const created = await w.member.project.create({ organizationId: w.organizationId, name: 'Mine' });
    expect(await codeOf(w.member.project.get({ projectId: created.id }))).toBe('answered');
  });

  it('is one of fifty open ones at most, and of a hundred in a day, however many were withdrawn', async () => {
    const w = await world();
    const { rows } = await w.owner.access.matrix({ memberId: w.memberId });
    const lacked = rows.flatMap(({ permission, cells }) => (cells[0]?.length === 0 ? [permission] : []));
    const askFor = (permission: (typeof lacked)[number] | undefined) =>
      w.member.access.request({
        nodeId: w.organizationId,
        permission: permission ?? 'audit.read',
        reason: '',
      });
    const open = [];
    for (const permission of lacked.slice(0, 50)) open.push(await askFor(permission));
    const tooMany = { code: 'LIMIT', data: { limit: 50, cure: 'Withdraw one, or wait for an answer.' } };
    await expect(askFor(lacked[50])).rejects.toMatchObject(tooMany);
    for (const { id } of open) await w.member.access.withdraw({ accessRequestId: id });
    for (let count = 50; count < 100; count += 1) {
      const { id } = await askFor(lacked[0]);
      await w.member.access.withdraw({ accessRequestId: id });
    }
    const tooOften = { code: 'LIMIT', data: { limit: 100, cure: expect.stringContaining('tomorrow') } };
    await expect(askFor(lacked[0])).rejects.toMatchObject(tooOften);
    w.clock.now += 86_400_000 - 1;
    await expect(askFor(lacked[0])).rejects.toMatchObject(tooOften);
    w.clock.now += 1;
    expect(await askFor(lacked[0])).toMatchObject({ state: 'open' });
  });
});
