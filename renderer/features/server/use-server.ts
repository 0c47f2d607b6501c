import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Server } from '#shared/contract/server.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';

/** One server, kept up to date by the change feed; not asked for by somebody who may not read it. */
export const useServer = (serverId: string): UseQueryResult<Server> => {
  const { allowed } = usePermission('server.read', serverId);
  return useQuery(orpc.server.get.queryOptions({ input: { serverId }, enabled: allowed }));
};
