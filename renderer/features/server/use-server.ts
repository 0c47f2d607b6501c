import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Server } from '#shared/contract/server.ts';
import { orpc } from '../../lib/host/rpc.ts';

/** One server, kept up to date by the change feed. */
export const useServer = (serverId: string): UseQueryResult<Server> =>
  useQuery(orpc.server.get.queryOptions({ input: { serverId } }));
