import { describe, expect, it } from 'vitest';
import { accessWorld as world } from '#test/support/access-world.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf } from '#test/support/create-test-core.ts';
import { csvCell } from './csv.ts';

const dayMs = 86_400_000;

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
  it('says nothing of what lies unused in the first 30 days, but from when on it will', async () => {
    const w = await world();
    w.grant({ nodeId: w.bank.id });
    const review = () => w.owner.access.review({ organizationId: w.organizationId });
    const young = await review();
    expect(young).toMatchObject({ unusedGrants: [], unusedPermissions: [], newGrants: { count: 1 } });
    // the Owner and Mia
    expect(young.newMembers?.count).toBe(2);
    w.clock.now = Date.parse(young.newGrants?.from ?? '') - 1;
    expect(await review()).toMatchObject({ unusedGrants: [], newGrants: { count: 1 } });
    w.clock.now += 1;
    const old = await review();
    expect(old.newGrants).toBeNull();
    expect(old.unusedGrants).toHaveLength(1);
    w.clock.now += dayMs;
    const older = await review();
    expect(older.newMembers).toBeNull();
    expect(older.unusedPermissions.map(({ name }) => name).sort()).toEqual(['Mia', 'Olive Owner']);
  });

  it('tells used from unused: members, grants and permissions', async () => {
    const w = await world();
    const used = w.grant({ nodeId: w.shop.id });
    const unused = w.grant({ nodeId: w.bank.id, endsAt: w.clock.now + 45 * dayMs });
    w.clock.now += 31 * dayMs;
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
