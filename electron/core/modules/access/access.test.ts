import { afterEach, describe, expect, it } from 'vitest';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { insertGrant } from '../../access/index.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { csvCell } from './csv.ts';

let core: Core | undefined;
afterEach(() => core?.close());

const dayMs = 86_400_000;

/** An organization with two projects, a Member called Mia, and a clock that the test sets. */
const world = async () => {
  const clock = { now: Date.now() };
  const made = await createOwnedCore({ now: () => clock.now });
  core = made.core;
  const { client: owner, organizationId } = made;
  const shop = await owner.project.create({ organizationId, name: 'Shop' });
  const bank = await owner.project.create({ organizationId, name: 'Bank' });
  const [production] = await owner.environment.list({ projectId: shop.id });
  const accountId = addAccount(made.core, { organizationId, role: 'Member', name: 'Mia' });
  const { store } = made.core.services;
  const memberId = store.access.effective(accountId, organizationId)?.memberId ?? '';
  const grant = (row: {
    nodeId: string;
    memberId?: string;
    teamId?: string;
    roleId?: string;
    endsAt?: number;
  }) =>
    store.write((tx) =>
      insertGrant(tx, {
        organizationId,
        createdBy: null,
        memberId: row.teamId ? null : (row.memberId ?? memberId),
        teamId: row.teamId ?? null,
        nodeId: row.nodeId,
        tagIds: null,
        roleId: row.roleId ?? null,
        endsAt: row.endsAt ?? null,
      }),
    );
  const roleId = (name: string): string =>
    store.database.first(
      sql.selectFrom('node').select('id').where('parent_id', '=', organizationId).where('name', '=', name),
    )?.id ?? '';
  const member = clientOf(made.core, accountId);
  const environmentId = production?.id ?? '';
  return { ...made, clock, owner, member, shop, bank, environmentId, memberId, accountId, grant, roleId };
};

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );

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

describe('the matrix', () => {
  it('has a column for each place and says what is inherited from where', async () => {
    const w = await world();
    w.grant({ nodeId: w.shop.id });
    w.grant({ nodeId: w.environmentId, roleId: w.roleId('Developer') });
    const matrix = await w.owner.access.matrix({ memberId: w.memberId });
    expect(matrix.places.map(({ path }) => path)).toEqual(['Acme', 'Acme/Shop', 'Acme/Shop/production']);
    const cells = (permission: string) => matrix.rows.find((row) => row.permission === permission)?.cells;
    const from = (places: number[][] | undefined) =>
      places?.map((held) => held.map((index) => matrix.sources[index]?.place.name));
    expect(from(cells('environment.read'))).toEqual([[], ['Shop'], ['Shop', 'production']]);
    expect(from(cells('service.create'))).toEqual([[], [], ['production']]);
    expect(from(cells('member.read'))).toEqual([[], [], []]);
  });

  it('R15: counts the places that its reader cannot see, without their names', async () => {
    const w = await world();
    w.grant({ nodeId: w.shop.id });
    const reader = addAccount(w.core, { organizationId: w.organizationId, role: 'Member', name: 'Rae' });
    const readerId = w.core.services.store.access.effective(reader, w.organizationId)?.memberId ?? '';
    await w.owner.member.setExtras({ memberId: readerId, permissions: ['member.read'] });
    const matrix = await clientOf(w.core, reader).access.matrix({ memberId: w.memberId });
    expect(matrix.hiddenPlaces).toBe(1);
    expect(JSON.stringify(matrix)).not.toContain('Shop');
  });

  it('is CSV in which no name can become a formula', async () => {
    const w = await world();
    await w.owner.project.update({ projectId: w.shop.id, name: '=HYPERLINK("x","y")' });
    w.grant({ nodeId: w.shop.id });
    const { text, fileName } = await w.owner.access.matrixCsv({ memberId: w.memberId });
    expect(fileName).toBe('access-mia.csv');
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('kind,verb,everywhere,"Acme/=HYPERLINK(""x"",""y"")"');
    expect(lines).toContain('project,read,,grant Member');
    for (const start of ['=', '+', '-', '@', '\t']) expect(csvCell(`${start}1`)).toMatch(/^"?'/);
    expect(csvCell('a,"b"\n')).toBe('"a,""b""\n"');
  });
});

describe('access to a node', () => {
  it('lists who has it and by what, teams included', async () => {
    const w = await world();
    const team = await w.owner.team.create({ organizationId: w.organizationId, name: 'Crew' });
    await w.owner.team.changeMembers({ teamId: team.id, add: [w.memberId], remove: [] });
    w.grant({ nodeId: w.shop.id, teamId: team.id });
    const all = await w.owner.access.onNode({ organizationId: w.organizationId, nodeId: w.environmentId });
    expect(all.map(({ memberName, by }) => [memberName, by.map(({ type }) => type)])).toEqual([
      ['Mia', ['team']],
      ['Olive Owner', ['role']],
    ]);
    expect(all[0]?.by[0]?.text).toBe(
      'By a grant of the team Crew on project “Shop” and below, with the role Member.',
    );
  });
});

describe('the review', () => {
  it('tells used from unused: members, grants and permissions', async () => {
    const w = await world();
    const used = w.grant({ nodeId: w.shop.id });
    const unused = w.grant({ nodeId: w.bank.id, endsAt: w.clock.now + 5 * dayMs });
    await w.member.project.get({ projectId: w.shop.id });
    const review = await w.owner.access.review({ organizationId: w.organizationId });
    expect(review.unusedGrants.map(({ grantId }) => grantId)).toEqual([unused]);
    expect(review.endingGrants.map(({ grantId }) => grantId)).toEqual([unused]);
    expect(review.members.find(({ name }) => name === 'Mia')?.activeAt).not.toBeNull();
    const mia = review.unusedPermissions.find(({ name }) => name === 'Mia');
    expect(mia?.permissions).not.toContain('project.read');
    expect(mia?.permissions).toContain('deployment.create');
    w.clock.now += 91 * dayMs;
    const later = await w.owner.access.review({ organizationId: w.organizationId });
    expect(later.unusedGrants.map(({ grantId }) => grantId)).toEqual([used]);
    expect(later.unusedPermissions.find(({ name }) => name === 'Mia')?.permissions).toContain('project.read');
  });
});

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
    const wanted = [
      await w.member.access.request(everywhere),
      await w.member.access.request({ nodeId: w.shop.id, permission: 'volume.create', reason: '' }),
      await lead.access.request(everywhere),
    ];
    for (const { id } of wanted) {
      const granted = { accessRequestId: id, decision: 'granted' } as const;
      expect(await codeOf(lead.access.answer(granted))).toBe('FORBIDDEN');
    }
    expect(access.can(w.accountId, 'project.delete', w.organizationId)).toBe(false);
    expect(access.can(w.accountId, 'volume.create', w.shop.id)).toBe(false);
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
});
