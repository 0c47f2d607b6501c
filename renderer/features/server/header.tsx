import { useLocation } from '@tanstack/react-router';
import { Wrench } from 'lucide-react';
import type { NodeProps } from '../../lib/feature.ts';
import { age } from '../../lib/format.ts';
import { nodePath, useGo } from '../../lib/navigation.ts';
import { StaleBadge } from '../../lib/stale-badge.tsx';
import { useNow } from '../../lib/use-now.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { connectionLabel } from './connection-words.ts';
import { useServer } from './use-server.ts';

const tones = { up: 'running', down: 'failed', connecting: 'deploying', idle: 'neutral' } as const;

/** The connection beside the name, with its age where it is down. */
export const ServerState = ({ nodeId }: NodeProps) => {
  const { data: server } = useServer(nodeId);
  const now = useNow(10_000);
  if (!server) return null;
  const { connection, freshness, id } = server;
  const isOld = !freshness.isFresh && connection.state !== 'idle';
  const tone = connection.state === 'up' && isOld ? 'degraded' : tones[connection.state];
  return (
    <>
      <Badge tone={tone}>
        {connectionLabel(server)}
        {connection.state === 'down' && ` · ${age(connection.since, now)}`}
      </Badge>
      {isOld && <StaleBadge seenAt={freshness.asOf} reason={freshness.reason} serverId={id} />}
    </>
  );
};

/** Set-up, until it is done. */
export const ServerNextStep = ({ organizationId, nodeId }: NodeProps) => {
  const { data: server } = useServer(nodeId);
  const { reason } = usePermission('server.update');
  const go = useGo();
  const isThere = useLocation().pathname.endsWith('/setup');
  if (!server || server.isReady || isThere) return null;
  return (
    <Button
      variant="primary"
      icon={Wrench}
      disabledReason={reason}
      onClick={() => go(nodePath(organizationId, 'server', nodeId, 'setup'))}
    >
      Set up
    </Button>
  );
};
