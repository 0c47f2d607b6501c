import { useQuery } from '@tanstack/react-query';
import type { NodeProps } from '../../lib/feature.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { StaleBadge } from '../../lib/stale-badge.tsx';
import { useService } from './use-service.ts';

/** Says beside the name when what is shown is old. */
export const ServiceState = ({ nodeId }: NodeProps) => {
  const { data } = useQuery(orpc.service.runtime.queryOptions({ input: { serviceId: nodeId } }));
  const { data: service } = useService(nodeId);
  if (!data?.isStale) return null;
  return <StaleBadge seenAt={data.seenAt} reason={data.staleBecause} serverId={service?.serverId} />;
};
