import { useCallback, useMemo } from 'react';
import type { OwnOrganization } from '#shared/contract/organization.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { Reason } from '../ui/reason.ts';
import { openWhy } from './access/why-question.ts';
import { useOrganizationId, useRouteNodeId } from './navigation.ts';
import { useOrganization } from './session/use-session.ts';
import { indexOf, type NodeIndex, useTree } from './tree/use-tree.ts';

interface PermissionAnswer {
  readonly allowed: boolean;
  /** Why not, naming the missing permission; undefined when allowed. */
  readonly reason: Reason | undefined;
}

/** Role and extras hold everywhere, a grant at and below its node. Nothing denies. */
const holds = (
  { permissions, grants }: OwnOrganization,
  permission: Permission,
  nodeId: string | undefined,
  nodes: NodeIndex | undefined,
): boolean => {
  if (permissions.includes(permission)) return true;
  for (let id: string | null | undefined = nodeId; id; id = nodes?.byId.get(id)?.parentId) {
    const here = id;
    if (grants.some((grant) => grant.nodeId === here && grant.permissions.includes(permission))) return true;
  }
  return false;
};

/** For lists of actions: answers the reason why not, or undefined when allowed; `nodeId` is the page's own by default. */
export const usePermissionCheck = (): ((permission: Permission, nodeId?: string) => Reason | undefined) => {
  const organization = useOrganization();
  const routeNodeId = useRouteNodeId();
  const { data } = useTree(useOrganizationId());
  const nodes = data && indexOf(data);
  return useCallback(
    (permission, nodeId = routeNodeId) => {
      if (!organization) return 'Your organizations are still being loaded.';
      if (holds(organization, permission, nodeId, nodes)) return undefined;
      const place = nodeId ?? organization.id;
      return {
        text: `Needs the permission ${permission}. Your role here is ${organization.role}.`,
        ask: () =>
          openWhy({ nodeId: place, name: nodes?.byId.get(place)?.name ?? organization.name, permission }),
      };
    },
    [organization, routeNodeId, nodes],
  );
};

/** Whether the caller may do this on a node (the page's own by default); disables only, the core guards. */
export const usePermission = (permission: Permission | undefined, nodeId?: string): PermissionAnswer => {
  const check = usePermissionCheck();
  const reason = useMemo(
    () => (permission ? check(permission, nodeId) : undefined),
    [check, permission, nodeId],
  );
  return { allowed: reason === undefined, reason };
};
