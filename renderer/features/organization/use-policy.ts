import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { OrganizationPolicy } from '#shared/contract/organization.ts';
import { queryClient } from '../../lib/host/query-client.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import type { Reason } from '../../ui/reason.ts';

/** Shows what the host answered to a change at once, before the change feed has it read again. */
export const showPolicy = (organizationId: string, policy: OrganizationPolicy): void => {
  queryClient.setQueryData(orpc.organization.policy.queryKey({ input: { organizationId } }), policy);
};

/** The policy of an organization, and why the caller may not read it where that is so. */
export const usePolicy = (
  organizationId: string,
): UseQueryResult<OrganizationPolicy> & { readonly reason: Reason | undefined } => {
  const { allowed, reason } = usePermission('organization.read', organizationId);
  const query = useQuery(
    orpc.organization.policy.queryOptions({ input: { organizationId }, enabled: allowed }),
  );
  return { ...query, reason };
};
