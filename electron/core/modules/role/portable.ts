import * as z from 'zod';
import {
  CustomPermission,
  RoleDescription,
  RoleLevel,
  RoleName,
  RoleReachField,
} from '#shared/contract/role.ts';
import { demandedPermissions, isDemanded } from '#shared/model/permissions.ts';
import { defaultRoleLevel } from '#shared/model/roles.ts';
import type { Portable } from '../../bundle/body/portable.ts';
import { createRole } from './create.ts';
import { roleOf } from './role-rows.ts';
import { updateRole } from './update.ts';

const fields = {
  description: RoleDescription.default(''),
  level: RoleLevel.default(defaultRoleLevel),
  reach: RoleReachField,
  permissions: z.array(CustomPermission).max(demandedPermissions.length),
};
type Given = z.infer<z.ZodObject<typeof fields>>;

/** A custom role in a bundle; those that every organization has are in none. */
export const rolePortable: Portable = {
  name: RoleName,
  fields,
  read({ store }, id) {
    const role = roleOf(store.database, id);
    return role.isBuiltIn ? null : { ...role, permissions: role.permissions.filter(isDemanded).toSorted() };
  },
  create: ({ context, organizationId }, { name, fields: given }) =>
    createRole(context, { ...(given as Given), organizationId, name }).id,
  update: ({ context }, { id, fields: given }) => void updateRole(context, { roleId: id, ...given }),
};
