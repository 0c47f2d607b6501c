import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPermissions, type Permission } from '#shared/model/permissions.ts';
import { AccessIndex } from './access-index.ts';
import type { GrantRow, RoleRow } from './rows.ts';

type NodeSeed = { parent: number; kind: 'project' | 'environment' | 'service' };

/** A whole organization as plain rows: what the naive reference walks and the index is built from. */
interface Rows {
  readonly nodes: { id: string; kind: NodeSeed['kind'] | 'organization'; parentId: string | null }[];
  readonly roles: RoleRow[];
  readonly memberRole: string;
  readonly grants: GrantRow[];
}

const grantOn = (id: string, nodeId: string, roleId: string | null): GrantRow => ({
  id,
  memberId: 'm',
  teamId: null,
  nodeId,
  tagIds: null,
  roleId,
  endsAt: null,
});

const permissionSet = fc.subarray([...allPermissions] as Permission[], { maxLength: 12 });

const organization: fc.Arbitrary<Rows> = fc
  .record({
    nodes: fc.array(
      fc.record({ parent: fc.nat(30), kind: fc.constantFrom('project', 'environment', 'service') }),
      {
        maxLength: 30,
      },
    ),
    roles: fc.array(
      fc.record({ reach: fc.constantFrom('organization', 'granted'), permissions: permissionSet }),
      { minLength: 1, maxLength: 4 },
    ),
    memberRole: fc.nat(3),
    grants: fc.array(fc.record({ node: fc.nat(30), role: fc.option(fc.nat(3)) }), { maxLength: 6 }),
  })
  .map((seed) => {
    const nodes: Rows['nodes'] = [{ id: 'n0', kind: 'organization', parentId: null }];
    for (const { parent, kind } of seed.nodes as NodeSeed[]) {
      nodes.push({ id: `n${nodes.length}`, kind, parentId: `n${parent % nodes.length}` });
    }
    const roles = seed.roles.map((role, index) => ({
      id: `r${index}`,
      name: `r${index}`,
      level: 30,
      ...role,
    })) as RoleRow[];
    return {
      nodes,
      roles,
      memberRole: `r${seed.memberRole % roles.length}`,
      grants: seed.grants.map(({ node, role }, index) =>
        grantOn(`g${index}`, `n${node % nodes.length}`, role === null ? null : `r${role % roles.length}`),
      ),
    };
  });

const build = (rows: Rows): AccessIndex => {
  const index = new AccessIndex();
  for (const node of rows.nodes) index.addNode({ ...node, organizationId: 'n0', name: node.id });
  for (const role of rows.roles) index.setRole(role);
  index.setMember({
    id: 'm',
    organizationId: 'n0',
    accountId: 'a',
    roleId: rows.memberRole,
    extras: [],
    isSuspended: false,
  });
  for (const grant of rows.grants) index.setGrant(grant);
  return index;
};

/** access.md read literally: role (if its reach is the organization) ∪ grants on the node or above it. */
const naive = (rows: Rows, permission: Permission, nodeId: string): boolean => {
  const roleOf = (id: string) => rows.roles.find((role) => role.id === id);
  const own = roleOf(rows.memberRole);
  if (own?.reach === 'organization' && own.permissions.includes(permission)) return true;
  const above = new Set<string>();
  for (
    let id: string | null = nodeId;
    id !== null;
    id = rows.nodes.find((n) => n.id === id)?.parentId ?? null
  ) {
    above.add(id);
  }
  return rows.grants.some(
    (grant) =>
      above.has(grant.nodeId ?? '') &&
      roleOf(grant.roleId ?? rows.memberRole)?.permissions.includes(permission),
  );
};

const question = fc.tuple(organization, fc.constantFrom(...allPermissions), fc.nat(30));

describe('a decision', () => {
  it('is the same as reading the rows one by one', () => {
    fc.assert(
      fc.property(question, ([rows, permission, pick]) => {
        const nodeId = `n${pick % rows.nodes.length}`;
        expect(build(rows).can('a', permission, nodeId)).toBe(naive(rows, permission, nodeId));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never taken away by a further grant', () => {
    fc.assert(
      fc.property(question, fc.nat(30), ([rows, permission, pick], where) => {
        const nodeId = `n${pick % rows.nodes.length}`;
        const grant = grantOn('more', `n${where % rows.nodes.length}`, null);
        const more = build({ ...rows, grants: [...rows.grants, grant] });
        expect(build(rows).can('a', permission, nodeId) && !more.can('a', permission, nodeId)).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is no for somebody who is no member, and for a node that is not there', () => {
    fc.assert(
      fc.property(question, ([rows, permission]) => {
        const index = build(rows);
        expect(index.can('stranger', permission, 'n0')).toBe(false);
        expect(index.can('a', permission, 'n999')).toBe(false);
        expect(index.canSee('stranger', 'n0')).toBe(false);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a member sees', () => {
  it('is a connected tree: nothing is visible below something that is not', () => {
    fc.assert(
      fc.property(organization, (rows) => {
        const seen = new Set([...build(rows).visible('a', 'n0')].map(({ id }) => id));
        for (const { id, parentId } of rows.nodes) {
          if (seen.has(id) && parentId !== null) expect(seen.has(parentId)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is gone at once with the node, the move or the membership', () => {
    const index = build({
      nodes: [
        { id: 'n0', kind: 'organization', parentId: null },
        { id: 'n1', kind: 'project', parentId: 'n0' },
        { id: 'n2', kind: 'project', parentId: 'n0' },
        { id: 'n3', kind: 'environment', parentId: 'n1' },
      ],
      roles: [
        {
          id: 'r0',
          name: 'r0',
          level: 30,
          reach: 'granted',
          permissions: ['environment.read', 'project.read'],
        },
      ],
      memberRole: 'r0',
      grants: [grantOn('g0', 'n1', null)],
    });
    expect(index.can('a', 'environment.read', 'n3')).toBe(true);
    index.moveNode('n3', 'n2');
    expect(index.can('a', 'environment.read', 'n3')).toBe(false);
    index.addNode({ id: 'm', kind: 'member', parentId: 'n0', organizationId: 'n0', name: null });
    index.removeNode('m');
    expect(index.canSee('a', 'n1')).toBe(false);
  });
});
