import { allPermissions, catalogue, type Permission, type PermissionKind } from './permissions.ts';

/** Where a role holds: everywhere in the organization, or only where a grant says so. */
export type RoleReach = 'organization' | 'granted';

/** A named set of permissions with a level (1–100) that decides who may change whom. */
export interface Role {
  readonly name: string;
  readonly level: number;
  readonly reach: RoleReach;
  readonly permissions: readonly Permission[];
}

const readsOf = (...kinds: readonly PermissionKind[]): Permission[] =>
  kinds.flatMap((kind) =>
    (catalogue[kind] as readonly string[]).includes('read') ? [`${kind}.read` as Permission] : [],
  );

/** The roles every organization starts with. Source: design/access.md, "Built-in roles". */
export const builtInRoles = {
  owner: {
    name: 'Owner',
    level: 100,
    reach: 'organization',
    permissions: allPermissions,
  },
  viewer: {
    name: 'Viewer',
    level: 20,
    reach: 'organization',
    permissions: readsOf(
      'server',
      'project',
      'environment',
      'service',
      'certificate',
      'deployment',
      'serviceVariables',
      'logs',
      'monitoring',
    ),
  },
} as const satisfies Record<string, Role>;
