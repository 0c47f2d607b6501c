import { describe, expect, it } from 'vitest';
import type { ReferenceField } from '#shared/contract/reference-fields.ts';
import type { ProcedureMeta } from '#shared/contract/resource.ts';
import type { Permission } from '#shared/model/permissions.ts';
import '#test/support/learn-demands.ts';
import { AccessIndex } from '../access/index.ts';
import { authorize } from './authorize.ts';

/**
 * Two organizations of one account. In “acme” Ann may read all, deploy in the shop alone, and Gus is a stranger who holds
 * one grant, on the shop's production; in “rivals” Ann is the Owner.
 */
const nodes = [
  ['acme', 'organization', null],
  ['shop', 'project', 'acme'],
  ['live', 'environment', 'shop'],
  ['web', 'service', 'live'],
  ['test', 'environment', 'shop'],
  ['api', 'service', 'test'],
  ['bank', 'project', 'acme'],
  ['vault', 'environment', 'bank'],
  ['box', 'server', 'acme'],
  ['ann-in-acme', 'member', 'acme'],
  ['gus-in-acme', 'member', 'acme'],
  ['grant-of-ann', 'grant', 'acme'],
  ['grant-of-gus', 'grant', 'acme'],
  ['rivals', 'organization', null],
  ['foe', 'project', 'rivals'],
  ['pit', 'environment', 'foe'],
  ['ann-in-rivals', 'member', 'rivals'],
] as const;

const reads: Permission[] = [
  'organization.read',
  'project.read',
  'environment.read',
  'service.read',
  'server.read',
];

const index = new AccessIndex((access) => {
  for (const [id, kind, parentId] of nodes) {
    const organizationId = ['rivals', 'foe', 'pit', 'ann-in-rivals'].includes(id) ? 'rivals' : 'acme';
    access.addNode({ id, kind, parentId, organizationId, name: id });
  }
  const role = (id: string, reach: 'organization' | 'granted', permissions: Permission[]): void =>
    access.setRole({ id, name: id, level: 30, reach, permissions });
  role('reader', 'organization', reads);
  role('deployer', 'granted', ['deployment.create', 'service.create', 'environment.create']);
  role('guest', 'granted', reads);
  role('owner', 'organization', [...reads, 'project.delete', 'deployment.create', 'service.create']);
  const member = (id: string, organizationId: string, accountId: string, roleId: string): void =>
    access.setMember({ id, organizationId, accountId, roleId, extras: [], isSuspended: false });
  member('ann-in-acme', 'acme', 'ann', 'reader');
  member('ann-in-rivals', 'rivals', 'ann', 'owner');
  member('gus-in-acme', 'acme', 'gus', 'guest');
  const grant = (id: string, memberId: string, nodeId: string, roleId: string | null): void =>
    access.setGrant({ id, memberId, teamId: null, nodeId, tagIds: null, roleId, endsAt: null });
  grant('grant-of-ann', 'ann-in-acme', 'shop', 'deployer');
  grant('grant-of-gus', 'gus-in-acme', 'live', null);
});

const on = (
  kind: 'service' | 'environment' | 'project' | 'organization',
  permission: Permission,
): ProcedureMeta => ({
  effect: 'change',
  permission,
  target: `${kind}Id`,
  targetKind: kind,
});

const id = (field: string, ...kinds: ReferenceField['kinds']): ReferenceField => ({ field, kinds });

type Input = Readonly<Record<string, unknown>>;

/** The node that it is decided for, or what the refusal says. */
function decide(
  subject: string,
  meta: ProcedureMeta,
  fields: readonly ReferenceField[],
  input: Input,
): unknown {
  try {
    return authorize(index, subject, meta, fields, input)?.id ?? 'no target';
  } catch (error) {
    const { code, data } = error as { code: string; data: Readonly<Record<string, unknown>> };
    return code === 'NOT_FOUND'
      ? `NOT_FOUND ${data.kind} ${data.id}`
      : `${code} ${data.permission} on ${data.nodeId}`;
  }
}

const serviceId = id('serviceId', 'service');
const environmentId = id('environmentId', 'environment');

describe('a decision about the node that an operation is on', () => {
  it('is yes where its caller holds what it demands, there or above', () => {
    expect(decide('ann', on('service', 'service.read'), [serviceId], { serviceId: 'web' })).toBe('web');
    expect(decide('ann', on('service', 'deployment.create'), [serviceId], { serviceId: 'web' })).toBe('web');
    expect(decide('gus', on('service', 'service.read'), [serviceId], { serviceId: 'web' })).toBe('web');
  });

  it('is FORBIDDEN where the caller sees the node and lacks the permission', () => {
    expect(decide('gus', on('service', 'deployment.create'), [serviceId], { serviceId: 'web' })).toBe(
      'FORBIDDEN deployment.create on web',
    );
    expect(
      decide('ann', on('environment', 'environment.create'), [environmentId], { environmentId: 'vault' }),
    ).toBe('FORBIDDEN environment.create on vault');
  });

  it('is NOT_FOUND in a sibling branch of a grant, as for an id that nobody has', () => {
    for (const serviceId of ['api', 'nowhere']) {
      expect(decide('gus', on('service', 'service.read'), [id('serviceId', 'service')], { serviceId })).toBe(
        `NOT_FOUND service ${serviceId}`,
      );
    }
  });

  it('is NOT_FOUND for a node of another kind than the field takes', () => {
    expect(decide('ann', on('service', 'service.read'), [serviceId], { serviceId: 'live' })).toBe(
      'NOT_FOUND service live',
    );
  });

  it('is NOT_FOUND where the id is missing, and never a decision without a node', () => {
    expect(decide('ann', on('service', 'service.read'), [serviceId], {})).toBe('NOT_FOUND service ');
  });

  it('is no for an operation without a policy', () => {
    expect(decide('ann', { effect: 'read' }, [], {})).toMatch(/^FORBIDDEN \(none\)/);
    expect(decide('ann', { effect: 'read', permission: 'service.read' }, [], {})).toMatch(
      /^FORBIDDEN \(none\)/,
    );
  });

  it('opens a filtered list to who holds the permission somewhere below, and to nobody else', () => {
    const list = { ...on('project', 'environment.read'), filtered: true };
    const projectId = id('projectId', 'project');
    expect(decide('gus', list, [projectId], { projectId: 'shop' })).toBe('shop');
    expect(decide('gus', on('project', 'environment.read'), [projectId], { projectId: 'shop' })).toBe(
      'FORBIDDEN environment.read on shop',
    );
    const deployments = { ...on('project', 'deployment.read'), filtered: true };
    expect(decide('gus', deployments, [projectId], { projectId: 'shop' })).toBe(
      'FORBIDDEN deployment.read on shop',
    );
  });
});

describe('the other ids of an input', () => {
  const move = on('service', 'service.read');
  const target = { ...environmentId, permission: 'service.create' as const };

  it('are judged by what each demands on its own', () => {
    const ask = (environmentId: string) =>
      decide('ann', move, [serviceId, target], { serviceId: 'web', environmentId });
    expect(ask('test')).toBe('web');
    expect(ask('vault')).toBe('FORBIDDEN service.create on vault');
  });

  it('are NOT_FOUND in another organization of the same account, whatever it holds there', () => {
    const ask = decide('ann', move, [serviceId, target], { serviceId: 'web', environmentId: 'pit' });
    expect(ask).toBe('NOT_FOUND environment pit');
  });

  it('are NOT_FOUND where they are of a kind that lies below the target, and not below this one', () => {
    const ask = (serviceId: string) =>
      decide('ann', on('environment', 'environment.read'), [environmentId, id('serviceId', 'service')], {
        environmentId: 'live',
        serviceId,
      });
    expect(ask('web')).toBe('live');
    expect(ask('api')).toBe('NOT_FOUND service api');
  });

  it('are found at any depth, in every item of a list', () => {
    const fields = [id('organizationId', 'organization'), id('add.*.nodeId', 'project', 'server')];
    const ask = (...nodeIds: string[]) =>
      decide('ann', on('organization', 'organization.read'), fields, {
        organizationId: 'acme',
        add: nodeIds.map((nodeId) => ({ nodeId })),
      });
    expect(ask('shop', 'box')).toBe('acme');
    expect(ask('shop', 'foe')).toBe('NOT_FOUND project foe');
    expect(ask('shop', 'web')).toBe('NOT_FOUND project web');
  });

  it('are judged for an operation that everybody may call, too', () => {
    const open: ProcedureMeta = { effect: 'read', open: 'a test' };
    const organizationId = id('organizationId', 'organization');
    expect(decide('gus', open, [organizationId], { organizationId: 'rivals' })).toBe(
      'NOT_FOUND organization rivals',
    );
    expect(decide('gus', open, [organizationId], { organizationId: 'acme' })).toBe('acme');
    expect(decide('gus', open, [], {})).toBe('no target');
  });
});
