import { describe, expect, it } from 'vitest';
import { allPermissions, type Permission } from './permissions.ts';
import { builtInRoles, isForCustomRoles, rootPermissions } from './roles.ts';

const kindsOf = (permissions: readonly Permission[], verb: string): string[] =>
  permissions
    .filter((permission) => permission.endsWith(`.${verb}`))
    .map((permission) => permission.split('.')[0] ?? '');

const holds = (role: keyof typeof builtInRoles, permission: Permission): boolean =>
  (builtInRoles[role].permissions as readonly Permission[]).includes(permission);

describe('the built-in roles, as access.md has them', () => {
  it('stand in this order, and only the Member needs grants', () => {
    const rows = Object.values(builtInRoles).map(({ name, level, reach }) => [name, level, reach]);
    expect(rows).toEqual([
      ['Owner', 100, 'organization'],
      ['Admin', 80, 'organization'],
      ['Manager', 60, 'organization'],
      ['Developer', 40, 'organization'],
      ['Member', 30, 'granted'],
      ['Viewer', 20, 'organization'],
    ]);
  });

  it('give an Owner everything, and an Admin all but transferring and deleting the organization', () => {
    expect(builtInRoles.owner.permissions).toEqual(allPermissions);
    const missing = allPermissions.filter((permission) => !holds('admin', permission));
    expect(missing).toEqual(['organization.transfer', 'organization.delete']);
  });

  it('let a Manager neither invite, nor change roles, nor settings', () => {
    const { permissions } = builtInRoles.manager;
    for (const kind of ['organization', 'role', 'invitation', 'api', 'bundle', 'secret']) {
      expect(permissions.filter((permission) => permission.startsWith(`${kind}.`))).toEqual([]);
    }
    for (const kind of [
      'member',
      'team',
      'sshKey',
      'gitProvider',
      'registry',
      'destination',
      'notification',
      'audit',
    ]) {
      expect(permissions.filter((permission) => permission.startsWith(`${kind}.`))).toEqual([`${kind}.read`]);
    }
    expect(holds('manager', 'server.terminal')).toBe(true);
  });

  it('let a Developer create and deploy services, but neither create nor delete servers and certificates', () => {
    expect(kindsOf(builtInRoles.developer.permissions, 'create')).toEqual([
      'service',
      'deployment',
      'domain',
    ]);
    expect(kindsOf(builtInRoles.developer.permissions, 'delete')).toEqual(['domain']);
    for (const kind of ['server', 'certificate', 'logs', 'monitoring'] as const)
      expect(holds('developer', `${kind}.read`)).toBe(true);
  });

  it('give a Member nothing of the organization itself, and a Viewer nothing that changes or reveals', () => {
    for (const kind of ['organization', 'member', 'team', 'role', 'server', 'audit']) {
      expect(builtInRoles.member.permissions.some((permission) => permission.startsWith(`${kind}.`))).toBe(
        false,
      );
    }
    expect(builtInRoles.viewer.permissions.every((permission) => permission.endsWith('.read'))).toBe(true);
  });
});

describe('a custom role', () => {
  it('may hold none of organization.*, role.* and invitation.*', () => {
    const refused = allPermissions.filter((permission) => !isForCustomRoles(permission));
    expect(new Set(refused.map((permission) => permission.split('.')[0]))).toEqual(
      new Set(['organization', 'role', 'invitation']),
    );
  });

  it('is marked where it makes its holder root on the server', () => {
    expect(rootPermissions).toEqual(
      expect.arrayContaining(['proxyFile.write', 'docker.manage', 'schedule.create', 'server.terminal']),
    );
  });
});
