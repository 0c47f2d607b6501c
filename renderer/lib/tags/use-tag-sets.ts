import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { TagSet } from '#shared/contract/tag.ts';
import { orpc } from '../host/rpc.ts';
import { usePermission } from '../use-permission.ts';

/** The tag sets of an organization; not asked for by one who may not read them. */
export const useTagSets = (organizationId: string): UseQueryResult<TagSet[]> => {
  const { allowed } = usePermission('tagSet.read', organizationId);
  return useQuery(orpc.tagSet.list.queryOptions({ input: { organizationId }, enabled: allowed }));
};
