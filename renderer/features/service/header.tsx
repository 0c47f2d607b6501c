import { useQuery } from '@tanstack/react-query';
import type { NodeProps } from '../../lib/feature.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { StaleBadge } from '../../lib/stale-badge.tsx';

/** Says beside the name when what is shown is old. */
export const ServiceState = ({ nodeId }: NodeProps) => {
  const { data } = useQuery(orpc.service.runtime.queryOptions({ input: { serviceId: nodeId } }));
  return data?.isStale ? <StaleBadge seenAt={data.seenAt} /> : null;
};
