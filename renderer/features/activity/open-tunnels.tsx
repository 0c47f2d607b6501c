import { TunnelList } from '../../lib/tunnels/tunnel-list.tsx';
import { useTunnels } from '../../lib/tunnels/use-tunnels.ts';

interface OpenTunnelsProps {
  readonly organizationId: string;
  readonly onOpen?: () => void;
}

/** The tunnels of an organization above its work: they go on until somebody or their time closes them. */
export function OpenTunnels({ organizationId, onOpen }: OpenTunnelsProps) {
  const { data: tunnels = [] } = useTunnels(organizationId);
  if (tunnels.length === 0) return null;
  return (
    <div className="border-line border-b">
      <TunnelList organizationId={organizationId} tunnels={tunnels} isNamed onOpen={onOpen} />
    </div>
  );
}
