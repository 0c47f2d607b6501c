import { useCallback } from 'react';
import type { Reason } from '../../ui/reason.ts';
import { useOrganizationId } from '../navigation.ts';
import { usePermissionCheck } from '../use-permission.ts';
import type { PageDescriptor } from './descriptor.ts';

/** Where the permission of a page is demanded, for a page that is shown of this node. */
export function demandedOn(page: PageDescriptor, organizationId: string, nodeId: string): string {
  return page.demandedOf === 'organization' ? organizationId : nodeId;
}

/** Why a page of a node does not open to the caller; undefined where it does. */
export function useRefusal(): (page: PageDescriptor, nodeId: string) => Reason | undefined {
  const check = usePermissionCheck();
  const organizationId = useOrganizationId();
  return useCallback(
    (page, nodeId) => {
      const at = demandedOn(page, organizationId, nodeId);
      const isOpen = page.opensWith?.some((permission) => check(permission, at) === undefined);
      return isOpen ? undefined : page.permission && check(page.permission, at);
    },
    [check, organizationId],
  );
}
