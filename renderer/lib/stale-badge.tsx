import { useMutation } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { Badge } from '../ui/badge.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { orpc } from './host/rpc.ts';
import { staleWords } from './stale-note.ts';
import { useNow } from './use-now.ts';
import { usePermission } from './use-permission.ts';

interface StaleBadgeProps {
  readonly seenAt: string | null;
  /** Why it is old. */
  readonly reason?: string | null | undefined;
  /** The server that is connected anew on request. */
  readonly serverId?: string | null | undefined;
}

/** Says how old a shown state is, and why, and has the server asked again. */
export const StaleBadge = ({ seenAt, reason, serverId }: StaleBadgeProps) => {
  const now = useNow(10_000);
  return (
    <span className="inline-flex items-center gap-1" title={reason ?? undefined}>
      <Badge tone="degraded">{staleWords(seenAt, now)}</Badge>
      {reason && <span className="sr-only">{reason}</span>}
      {serverId && <Retry serverId={serverId} />}
    </span>
  );
};

const Retry = ({ serverId }: { readonly serverId: string }) => {
  const connect = useMutation(orpc.server.connect.mutationOptions());
  const { reason } = usePermission('server.read');
  return (
    <IconButton
      label="Retry: connect to the server again"
      icon={RotateCw}
      size="sm"
      disabled={connect.isPending}
      disabledReason={reason}
      onClick={() => connect.mutate({ serverId })}
    />
  );
};
