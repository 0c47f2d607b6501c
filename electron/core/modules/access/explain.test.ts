import { describe, expect, it } from 'vitest';
import { accessWorld as world } from '#test/support/access-world.ts';
import { addAccount } from '#test/support/add-account.ts';
import { codeOf } from '#test/support/code-of.ts';
import { clientOf } from '#test/support/create-test-core.ts';

const dayMs = 86_400_000;

describe('access.explain', () => {
  it('names the grant that allows something, where it holds and until when', async () => {
    const w = await world();
    const endsAt = w.clock.now + dayMs;
    const grantId = w.grant({ nodeId: w.shop.id, endsAt });
    const why = await w.member.access.explain({
      organizationId: w.organizationId,
      permission: 'deployment.create',
      nodeId: w.environmentId,
    });
    expect(why).toMatchObject({ isAllowed: true, wouldAllow: [], memberName: 'Mia' });
    expect(why.by).toMatchObject([
      {
        type: 'grant',
        role: 'Member',
        grantId,
        place: { name: 'Shop', path: 'Acme/Shop' },
        endsAt: new Date(endsAt).toISOString(),
      },
    ]);
    expect(why.text).toContain('You hold deployment.create on environment “production”.');
  });

  it('names what would allow what is lacking, and no custom role to one who may not read roles', async () => {
    const w = await world();
    w.grant({ nodeId: w.shop.id });
    const question = {
      organizationId: w.organizationId,
      permission: 'service.create',
      nodeId: w.shop.id,
    } as const;
    const own = await w.member.access.explain(question);
    expect(own.isAllowed).toBe(false);
    expect(own.wouldAllow.map(({ type }) => type)).toEqual(['extra']);
    expect(own.text).toContain('a grant on project “Shop” with the role Developer');
    const byOwner = await w.owner.access.explain({ ...question, memberId: w.memberId });
    expect(byOwner.wouldAllow.map(({ type, role }) => `${type} ${role ?? ''}`.trim())).toEqual([
      'grant Developer',
      'grant Manager',
      'grant Admin',
      'role Developer',
      'role Manager',
      'role Admin',
      'extra',
    ]);
  });

  it('says the same as the decision, for every permission', async () => {
    const w = await world();
    w.grant({ nodeId: w.environmentId, roleId: w.roleId('Developer') });
    const { rows } = await w.owner.access.matrix({ memberId: w.memberId });
    for (const { permission } of rows) {
      const question = { organizationId: w.organizationId, permission, nodeId: w.environmentId };
      const { isAllowed, by } = await w.member.access.explain(question);
      expect(isAllowed).toBe(w.core.services.store.access.can(w.accountId, permission, w.environmentId));
      expect(by.length > 0).toBe(isAllowed);
    }
  });

  it('R15: answers about somebody else only to whoever reads members', async () => {
    const w = await world();
    const [someone] = [
      addAccount(w.core, { organizationId: w.organizationId, role: 'Viewer', name: 'Vera' }),
    ];
    const viewer = clientOf(w.core, someone);
    const question = {
      organizationId: w.organizationId,
      permission: 'logs.read',
      nodeId: w.shop.id,
    } as const;
    expect(await codeOf(viewer.access.explain({ ...question, memberId: w.memberId }))).toBe('NOT_FOUND');
    expect(await codeOf(viewer.access.explain(question))).toBe('answered');
    expect(await codeOf(w.member.access.explain(question))).toBe('NOT_FOUND');
    expect(await codeOf(viewer.access.matrix({ memberId: w.memberId }))).toBe('NOT_FOUND');
    expect(await codeOf(viewer.access.review({ organizationId: w.organizationId }))).toBe('FORBIDDEN');
  });

  it('tells a suspended member’s reason, and what it would take', async () => {
    const w = await world();
    w.grant({ nodeId: w.shop.id });
    await w.owner.member.suspend({ memberId: w.memberId });
    const why = await w.owner.access.explain({
      organizationId: w.organizationId,
      memberId: w.memberId,
      permission: 'project.read',
      nodeId: w.shop.id,
    });
    expect(why).toMatchObject({ isAllowed: false, by: [], wouldAllow: [{ type: 'restore' }] });
  });
});

describe('a refusal', () => {
  it('says in a sentence what would allow it', async () => {
    const w = await world();
    w.grant({ nodeId: w.shop.id });
    await expect(w.member.project.update({ projectId: w.shop.id, name: 'Mine' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      data: {
        permission: 'project.update',
        wouldGrant:
          'It would take a grant on project “Shop” with the role Manager, or a role that holds it everywhere; ask for it.',
      },
    });
  });
});
