import * as z from 'zod';
import { scopeKinds } from '../model/nodes.ts';
import { demandedPermissions, type Permission } from '../model/permissions.ts';
import { isReservedRoleName, mixesAlphabets } from '../model/role-names.ts';
import { defaultRoleLevel, highestCustomLevel, isForCustomRoles } from '../model/roles.ts';
import { anyIdOf, Instant, idOf } from './fields.ts';
import { open, resource } from './resource.ts';

/** 1–50 letters, digits, spaces, `-` and `_` of any one alphabet; the built-in names are reserved. */
export const RoleName = z
  .string()
  .normalize('NFC')
  .trim()
  .min(1, 'must not be empty')
  .refine((name) => [...name].length <= 50, 'must be at most 50 characters')
  .refine((name) => /^[\p{L}\p{M}\p{Nd} _-]*$/u.test(name), 'must hold letters, digits, spaces, - and _ only')
  .refine((name) => !mixesAlphabets(name), 'must not mix alphabets whose letters look alike')
  .refine((name) => !isReservedRoleName(name), 'is the name of a built-in role; choose another one');

/** A permission that a custom role may hold. */
export const CustomPermission = z
  .enum(demandedPermissions as readonly [Permission, ...Permission[]])
  .refine(isForCustomRoles, 'no custom role may hold permissions on the organization, roles or invitations');

export const RoleLevel = z.number().int().min(1).max(highestCustomLevel);
export const RoleReachField = z.enum(['organization', 'granted']);
/** What a role is for. */
export const RoleDescription = z.string().trim().max(300);

export const RoleView = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  description: z.string(),
  /** 1–100: who has a role may change whoever has one of a lower level. */
  level: z.number().int(),
  /** Whether it holds everywhere, or only where a grant says so. */
  reach: RoleReachField,
  permissions: z.array(z.string()),
  /** Nobody edits a built-in role. */
  isBuiltIn: z.boolean(),
  /** Members that have it as their own role. */
  holders: z.number().int(),
  /** The role that newcomers are offered first. */
  isDefault: z.boolean(),
  /** Whether the caller may give it to somebody: its level is below theirs and they hold all of it. */
  isAssignable: z.boolean(),
  /** Why the caller may not edit or delete it; absent where they may. */
  lockedBecause: z.string().optional(),
  /** One more with every edit. */
  version: z.number().int(),
  createdAt: Instant,
});
export type RoleView = z.infer<typeof RoleView>;

/** As much of a role as a picker shows. */
export const AssignableRole = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  level: z.number().int(),
  reach: RoleReachField,
  isBuiltIn: z.boolean(),
  isDefault: z.boolean(),
});
export type AssignableRole = z.infer<typeof AssignableRole>;

export const RoleComparison = z.object({
  role: z.object({ id: z.string(), name: z.string(), level: z.number().int(), reach: RoleReachField }),
  other: z.object({ id: z.string(), name: z.string(), level: z.number().int(), reach: RoleReachField }),
  onlyHere: z.array(z.string()),
  onlyThere: z.array(z.string()),
  both: z.array(z.string()),
});
export type RoleComparison = z.infer<typeof RoleComparison>;

/** By whom a role is used; only what the caller may read. */
export const RoleHolders = z.object({
  members: z.array(
    z.object({ memberId: z.string(), name: z.string(), email: z.string(), isSuspended: z.boolean() }),
  ),
  /** Grants that name the role, with who has them and on what. */
  grants: z.array(z.object({ grantId: z.string(), holder: z.string(), scope: z.string() })),
  invitations: z.array(z.object({ invitationId: z.string(), email: z.string() })),
  isDefault: z.boolean(),
});
export type RoleHolders = z.infer<typeof RoleHolders>;

const role = resource('role', { parent: 'organization' });

export const roleContract = {
  list: role.under('read', {
    summary: 'List the roles of an organization with what they hold',
    effect: 'read',
    output: z.array(RoleView),
  }),
  assignable: open('shows names of roles only, and those that the caller may hand out', {
    summary: 'List the roles that you may give, in the organization or on one scope of it',
    effect: 'read',
    path: 'organizations/{organizationId}/assignable-roles',
    input: { organizationId: idOf('organization'), scopeNodeId: anyIdOf(scopeKinds).optional() },
    output: z.array(AssignableRole),
  }),
  create: role.under('create', {
    summary: 'Create a custom role; you must hold everything that it holds',
    effect: 'start',
    input: {
      name: RoleName,
      description: RoleDescription.default(''),
      level: RoleLevel.default(defaultRoleLevel),
      reach: RoleReachField,
      permissions: z.array(CustomPermission).max(demandedPermissions.length),
    },
    output: RoleView,
  }),
  get: role.on('read', { summary: 'Show a role', effect: 'read', output: RoleView }),
  holders: role.on('read', {
    summary: 'List the members, grants and invitations that have a role',
    effect: 'read',
    path: 'holders',
    output: RoleHolders,
  }),
  compare: role.on('read', {
    summary: 'Tell what one role holds and another does not',
    effect: 'read',
    path: 'comparison',
    input: { otherRoleId: idOf('role', 'role.read') },
    output: RoleComparison,
  }),
  update: role.on('update', {
    summary: 'Change a custom role, for everybody who has it at once',
    effect: 'change',
    method: 'PATCH',
    input: {
      name: RoleName.optional(),
      description: RoleDescription.optional(),
      level: RoleLevel.optional(),
      reach: RoleReachField.optional(),
      permissions: z.array(CustomPermission).max(demandedPermissions.length).optional(),
      /** Version the edit was based on; a newer one in the store is a CONFLICT. */
      version: z.number().int().optional(),
    },
    output: RoleView,
  }),
  duplicate: role.on('create', {
    summary: 'Copy a role as a custom one, without what no custom role may hold',
    effect: 'start',
    path: 'duplicate',
    input: { name: RoleName },
    output: RoleView,
  }),
  delete: role.on('delete', {
    summary: 'Delete a custom role; where it is in use, another one takes its place',
    effect: 'change',
    method: 'DELETE',
    input: { replacementRoleId: idOf('role', 'role.read').optional() },
    output: z.object({}),
  }),
};
