import { beforeEach, describe, expect, it } from 'vitest';
import type { Fact, Named } from '#shared/model/facts.ts';
import type { Permission } from '#shared/model/permissions.ts';
import { joinEach, openMemberWorld, type Person } from '#test/support/member-world.ts';
import type { AuditRow } from '../../rpc/index.ts';
import { type AuditReader, readerOf } from './reader.ts';

const world = openMemberWorld();
const other = joinEach(world, 'Viewer', 'Otto');

const blank: AuditRow = {
  ...{ sequence: 1, organization_id: 'org', position: 1, at: 0, outcome: 'allowed', operation: 'x.y' },
  ...{
    actor_id: null,
    actor_name: 'Somebody',
    via_type: null,
    via_id: null,
    via_label: null,
    transport: 'port',
  },
  ...{ permission: null, node_id: null, node_path: '', node_name: null, changes: '[]', detail: '' },
  ...{ format: 2, facts: '[]', named: '', hash: new Uint8Array(), mac: null },
};

const event = (given: Partial<AuditRow>): AuditRow => ({ ...blank, ...given });

const naming = (id: string, kind: Named['kind']): Partial<AuditRow> => ({
  named: kind,
  facts: JSON.stringify([
    { type: 'refused', permission: 'x.y', on: { id, kind, name: 'name' } } satisfies Fact,
  ]),
});

/** A reader whose role, on top of the trail itself, gives these permissions everywhere, or where they are granted. */
let people = 0;
const readerWith = async (
  permissions: readonly Permission[],
  granted: readonly string[] = [],
): Promise<{ reader: AuditReader; person: Person }> => {
  people += 1;
  const name = `Auditor ${people}`;
  const reach = granted.length > 0 ? 'granted' : 'organization';
  world.custom(name, { level: 10, reach, permissions: ['audit.read', ...permissions] });
  const person = world.join(name, name);
  const add = granted.map((nodeId) => ({ nodeId }));
  if (granted.length > 0) await world.owner.client.member.changeGrants({ memberId: person.memberId, add });
  return {
    reader: readerOf(world.core.services.store.access, person.accountId, world.organizationId),
    person,
  };
};

describe('R15: an event', () => {
  it('of a node is read by whoever may read the node, and of its sibling it is not', async () => {
    const { nodes } = world;
    const { reader } = await readerWith(['project.read', 'environment.read', 'service.read'], [nodes.shop]);
    const of = (id: string): boolean => reader.mayRead(event({ node_id: id }));
    expect([of(nodes.shop), of(nodes.staging), of(nodes.web)]).toEqual([true, true, true]);
    expect([of(nodes.blog), of(nodes.blogProduction)]).toEqual([false, false]);
  });

  it('of a node that is gone is read only by whoever reads nodes of that kind everywhere', async () => {
    const gone = event({ node_id: 'prj_gone' });
    const { reader: here } = await readerWith(['project.read'], [world.nodes.shop]);
    const { reader: everywhere } = await readerWith(['project.read']);
    const { reader: none } = await readerWith([]);
    expect([here, everywhere, none].map((reader) => reader.mayRead(gone))).toEqual([false, true, false]);
  });

  it('about variables takes reading variables there, besides reading the node', async () => {
    const { nodes } = world;
    const set = (id: string) => event({ node_id: id, permission: 'serviceVariables.write' });
    const reads = ['project.read', 'environment.read', 'service.read'] as const;
    const { reader: without } = await readerWith(reads, [nodes.shop]);
    const { reader: both } = await readerWith([...reads, 'serviceVariables.read'], [nodes.shop]);
    const { reader: variables } = await readerWith(['serviceVariables.read']);
    expect(without.mayRead(set(nodes.web))).toBe(false);
    expect(both.mayRead(set(nodes.web))).toBe(true);
    expect(variables.mayRead(set(nodes.web))).toBe(false);
    const roleId = world.custom('Elsewhere', { level: 10, permissions: ['serviceVariables.read'] });
    const { person } = await readerWith(reads, [nodes.shop]);
    const add = [{ nodeId: nodes.blog, roleId }];
    await world.owner.client.member.changeGrants({ memberId: person.memberId, add });
    const elsewhere = readerOf(world.core.services.store.access, person.accountId, world.organizationId);
    expect(elsewhere.mayRead(set(nodes.web))).toBe(false);
  });

  it('of one class is not read by who holds only a part of what it takes, in some place', async () => {
    const part = { kind: 'service', permission: 'serviceVariables.write', named: '', isOld: false } as const;
    const { reader: some } = await readerWith(['service.read'], [world.nodes.shop]);
    const { reader: all } = await readerWith(['service.read', 'serviceVariables.read'], [world.nodes.shop]);
    expect([some.readable(part), all.readable(part)]).toEqual(['none', 'some']);
  });

  it('of oneself is read without any right to read members, and of another member it is not', async () => {
    const { reader, person } = await readerWith([]);
    expect(reader.mayRead(event({ node_id: person.memberId }))).toBe(true);
    expect(reader.mayRead(event({ node_id: other.memberId }))).toBe(false);
  });

  it('that names something is read by whoever may see that too', async () => {
    const { nodes } = world;
    const { reader } = await readerWith(['project.read', 'service.read'], [nodes.shop]);
    const here = { node_id: nodes.web };
    expect(reader.mayRead(event({ ...here, ...naming(nodes.shop, 'project') }))).toBe(true);
    expect(reader.mayRead(event({ ...here, ...naming(nodes.blog, 'project') }))).toBe(false);
    expect(reader.mayRead(event({ ...here, ...naming(world.roleId('Owner'), 'role') }))).toBe(true);
    expect(reader.mayRead(event({ ...naming(nodes.shop, 'project'), node_id: nodes.blog }))).toBe(false);
  });

  it('of before there were facts about members is read only by who reads all that it may name', async () => {
    const reads = [
      'project.read',
      'environment.read',
      'service.read',
      'server.read',
      'gitProvider.read',
      'tag.read',
      'team.read',
    ] as const;
    const old = event({ node_id: other.memberId, format: 1 });
    const { reader: all } = await readerWith([...reads, 'member.read']);
    const { reader: notTeams } = await readerWith([
      ...reads.filter((each) => each !== 'team.read'),
      'member.read',
    ]);
    expect([all.mayRead(old), notTeams.mayRead(old)]).toEqual([true, false]);
    expect(notTeams.mayRead({ ...old, format: 2 })).toBe(true);
  });
});

describe('the words of an error', () => {
  let reader: AuditReader;
  let person: Person;
  beforeEach(async () => {
    ({ reader, person } = await readerWith(['member.read', 'project.read']));
  });

  it('are told to whom they met', () => {
    expect(reader.readsErrors({ actor_id: person.accountId })).toBe(true);
  });

  it('are told to nobody else who does not read all that they may name', () => {
    expect(reader.readsErrors({ actor_id: other.accountId })).toBe(false);
    expect(reader.readsErrors({ actor_id: null })).toBe(false);
  });

  it('are told to whoever reads everything', () => {
    const { core, owner, organizationId } = world;
    const whole = readerOf(core.services.store.access, owner.accountId, organizationId);
    expect(whole.readsErrors({ actor_id: other.accountId })).toBe(true);
  });
});
