import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { AccessRequest } from '#shared/contract/access.ts';
import { orpc } from '../host/rpc.ts';

/** The requests for access that the caller made or may answer, newest first. */
export const useRequests = (organizationId: string): UseQueryResult<AccessRequest[]> =>
  useQuery(orpc.access.requests.queryOptions({ input: { organizationId }, enabled: organizationId !== '' }));

/** How many open requests wait for the caller's answer. */
export const useOpenRequestCount = (organizationId: string): number => {
  const { data } = useRequests(organizationId);
  return (data ?? []).filter(({ state, isAnswerable }) => state === 'open' && isAnswerable).length;
};
