import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ServiceDetail } from '#shared/contract/service.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { useNode } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';

/** One service, kept up to date by the change feed; not asked for by somebody who may not read it. */
export const useService = (serviceId: string): UseQueryResult<ServiceDetail> => {
  const { allowed } = usePermission('service.read', serviceId);
  return useQuery(orpc.service.get.queryOptions({ input: { serviceId }, enabled: allowed }));
};

/** Whether a service is in a protected environment, where what interrupts it asks for the typed name. */
export const useIsProtected = (serviceId: string): boolean =>
  useNode(useNode(serviceId)?.parentId)?.isProtected ?? false;
