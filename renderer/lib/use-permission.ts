import type { Permission } from '#shared/model/permissions.ts';
import { useOrganization } from './use-session.ts';

interface PermissionAnswer {
  readonly allowed: boolean;
  /** Why not, naming the missing permission; undefined when allowed. */
  readonly reason: string | undefined;
}

/** Whether the caller's role permits this; hides and disables only, the core guards. */
export const usePermission = (permission: Permission | undefined): PermissionAnswer => {
  const check = usePermissionCheck();
  const reason = permission ? check(permission) : undefined;
  return { allowed: reason === undefined, reason };
};

/** For lists of actions: answers the reason why not, or undefined when allowed. */
export const usePermissionCheck = (): ((permission: Permission) => string | undefined) => {
  const organization = useOrganization();
  return (permission) => {
    if (!organization) return 'Your organizations are still being loaded.';
    if (organization.permissions.includes(permission)) return undefined;
    return `Needs the permission ${permission}. Your role here is ${organization.role}.`;
  };
};
