import { beforeEach, describe, expect, it } from 'vitest';
import { type AccessRows, indexOf, organizationId } from '#test/support/access-rows.ts';
import type { AccessIndex } from './access-index.ts';
import { Decisions } from './decisions.ts';
import type { GrantRow, KeyRow, MemberRow, RoleRow } from './rows.ts';

const node = (id: string, kind: AccessRows['nodes'][number]['kind'], parentId: string | null) => ({
  id,
  kind,
  parentId,
  tagIds: [],
});
const grant: GrantRow = {
  id: 'grant',
  memberId: 'mia',
  teamId: null,
  nodeId: 'shop',
  tagIds: null,
  roleId: null,
  endsAt: null,
};
const role: RoleRow = {
  id: 'role',
  name: 'Reader',
  level: 30,
  reach: 'granted',
  permissions: ['service.read'],
};
const mia: MemberRow = {
  id: 'mia',
  organizationId,
  accountId: 'account',
  roleId: 'role',
  extras: ['api.read'],
  isSuspended: false,
};
const key: KeyRow = { id: 'key', memberId: 'mia', permissions: null, nodeIds: null, endsAt: null };

let rows: AccessRows;
let access: AccessIndex;

beforeEach(() => {
  rows = {
    nodes: [
      node(organizationId, 'organization', null),
      node('set', 'tagSet', organizationId),
      node('tag', 'tag', 'set'),
      node('shop', 'project', organizationId),
      node('blog', 'project', organizationId),
      node('production', 'environment', 'shop'),
      node('web', 'service', 'production'),
      node('mia', 'member', organizationId),
      node('team', 'team', organizationId),
      node('grant', 'grant', organizationId),
      node('key', 'apiKey', 'mia'),
    ],
    roles: [role],
    members: [mia],
    teams: [{ id: 'team', memberIds: [] }],
    grants: [grant],
    keys: [key],
    now: 10,
  };
  access = indexOf(rows);
});

const mayRead = (subject = 'account'): boolean => access.can(subject, 'service.read', 'web');

/** Asked twice each time, so that the second answer is the remembered one. */
const expectTurn = (before: boolean, change: () => void, subject?: string): void => {
  expect([mayRead(subject), mayRead(subject)]).toEqual([before, before]);
  change();
  expect([mayRead(subject), mayRead(subject)]).toEqual([!before, !before]);
};

describe('a remembered decision is not given any more', () => {
  it('after the node was moved out of the grant, and is again after it came back', () => {
    expectTurn(true, () => access.moveNode('production', 'blog'));
    expectTurn(false, () => access.moveNode('production', 'shop'));
  });

  it('after a tag of a filter was set or taken', () => {
    access.setGrant({ ...grant, nodeId: null, tagIds: ['tag'] });
    expectTurn(false, () => access.setTags('production', ['tag']));
    expectTurn(true, () => access.setTags('production', []));
  });

  it('after somebody joined or left a team', () => {
    access.setGrant({ ...grant, memberId: null, teamId: 'team' });
    expectTurn(false, () => access.setTeam({ id: 'team', memberIds: ['mia'] }));
    expectTurn(true, () => access.setTeam({ id: 'team', memberIds: [] }));
  });

  it('after a role was edited, or another was given', () => {
    expectTurn(true, () => access.setRole({ ...role, permissions: ['project.read'] }));
    access.setRole({ ...role, id: 'other' });
    expectTurn(false, () => access.setMember({ ...mia, roleId: 'other' }));
  });

  it('after a suspension, and is again after it was lifted', () => {
    expectTurn(true, () => access.setMember({ ...mia, isSuspended: true }));
    expectTurn(false, () => access.setMember(mia));
  });

  it('after a grant was changed, removed or given', () => {
    expectTurn(true, () => access.setGrant({ ...grant, nodeId: 'blog' }));
    expectTurn(false, () => access.setGrant(grant));
    expectTurn(true, () => access.removeNode('grant'));
  });

  it('after the member or the node went, also where another has the id again', () => {
    expectTurn(true, () => access.removeNode('web'));
    access.addNode({ id: 'web', kind: 'service', parentId: 'blog', organizationId, name: 'web' });
    expect(mayRead()).toBe(false);
    access.moveNode('web', 'shop');
    expectTurn(true, () => access.removeNode('mia'));
  });

  it('after the instant of its end, once the index was told to look', () => {
    access.setGrant({ ...grant, endsAt: 12 });
    rows.now = 11;
    access.advance();
    expectTurn(true, () => {
      rows.now = 12;
      access.advance();
    });
  });

  it('after an instant that comes a second time, for the clock was set back', () => {
    access.setGrant({ ...grant, endsAt: 12 });
    const at = (now: number) => (): void => {
      rows.now = now;
      access.advance();
    };
    expectTurn(true, at(12));
    expectTurn(false, at(11));
    expectTurn(true, at(12));
  });

  it('after an API key was narrowed, or ended, or its holder lost api.read', () => {
    expectTurn(true, () => access.setKey({ ...key, nodeIds: ['blog'] }), 'key');
    expectTurn(false, () => access.setKey({ ...key, nodeIds: ['production'] }), 'key');
    expectTurn(true, () => access.setKey({ ...key, permissions: ['project.read'] }), 'key');
    expectTurn(false, () => access.setKey({ ...key, endsAt: 12 }), 'key');
    const end = (): void => {
      rows.now = 12;
      access.advance();
    };
    expectTurn(true, end, 'key');
    expectTurn(false, () => access.setKey(key), 'key');
    expectTurn(true, () => access.setMember({ ...mia, extras: [] }), 'key');
  });
});

describe('what is remembered', () => {
  it('stays right with far more questions than there is room for', () => {
    const services = Array.from({ length: 30_000 }, (_, at) => `service ${at}`);
    for (const [at, id] of services.entries()) {
      const parentId = at % 3 === 0 ? 'blog' : 'production';
      access.addNode({ id, kind: 'service', parentId, organizationId, name: id });
    }
    for (let round = 0; round < 2; round += 1) {
      const wrong = services.filter((id, at) => access.can('account', 'service.read', id) !== (at % 3 !== 0));
      expect(wrong).toEqual([]);
    }
  });

  it('is found for the same version and node only', () => {
    const decisions = new Decisions();
    const [shop, web] = [access.node('shop'), access.node('web')];
    const held = access.effective('account', organizationId);
    if (!shop || !web || !held) throw new Error('the world is incomplete');
    const [first, second] = [decisions.nextVersion(), decisions.nextVersion()];
    const slot = decisions.remember(first, held, web);
    expect(decisions.find(first, web)).toBe(slot);
    expect([decisions.find(second, web), decisions.find(first, shop)]).toEqual([-1, -1]);
  });
});
