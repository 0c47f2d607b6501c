import { useMutation } from '@tanstack/react-query';
import { CircleStop } from 'lucide-react';
import type { Tunnel } from '#shared/contract/tunnel.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { StateDot } from '../../ui/state-dot.tsx';
import { AppLink } from '../app-link.tsx';
import { errorText } from '../errors.ts';
import { orpc } from '../host/rpc.ts';
import { nodePath } from '../navigation.ts';
import { timeLeft } from '../time-left.ts';
import { useNow } from '../use-now.ts';
import { trafficWords, tunnelAddress } from './tunnel-words.ts';

interface TunnelListProps {
  readonly organizationId: string;
  readonly tunnels: readonly Tunnel[];
  /** Where they stand beside other things: names each service and leads there. */
  readonly onOpen?: (() => void) | undefined;
  readonly isNamed?: boolean;
}

/** Open tunnels: where a client connects, what goes through, how long they last; each can be closed. */
export const TunnelList = ({ tunnels, ...rest }: TunnelListProps) => (
  <ul aria-label="Open tunnels">
    {tunnels.map((tunnel) => (
      <TunnelRow key={tunnel.id} tunnel={tunnel} {...rest} />
    ))}
  </ul>
);

type RowProps = Omit<TunnelListProps, 'tunnels'> & { readonly tunnel: Tunnel };

function TunnelRow({ organizationId, tunnel, isNamed, onOpen }: RowProps) {
  const now = useNow(10_000);
  const { serviceId, id: tunnelId, path, port, problem, isOwn, openedBy, expiresAt } = tunnel;
  const close = useMutation(orpc.tunnel.close.mutationOptions());
  return (
    <li className="flex items-start gap-2 border-line border-b px-3 py-2 last:border-b-0">
      <span className="mt-1">
        <StateDot state={problem === null ? 'running' : 'degraded'} isDecoration />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <TunnelAddress tunnel={tunnel} />
          <span className="min-w-0 truncate text-secondary text-sm">
            {isNamed ? (
              <>
                to{' '}
                <AppLink
                  to={nodePath(organizationId, 'service', serviceId)}
                  className="text-accent hover:underline"
                  onClick={onOpen}
                >
                  {path}
                </AppLink>
                , port {port}
              </>
            ) : (
              `to port ${port} of the container`
            )}
          </span>
        </p>
        <p className="text-muted text-sm tabular-nums">{trafficWords(tunnel)}</p>
        <p className="text-muted text-sm">
          {isOwn ? 'Opened by you' : `Opened by ${openedBy}`} · {timeLeft(expiresAt, now)}
        </p>
        {problem && <p className="break-words text-sm">The last connection failed: {problem}</p>}
        {close.error && <p className="text-danger text-sm">{errorText(close.error)}</p>}
      </div>
      <IconButton
        label={`Close the tunnel at ${tunnelAddress(tunnel)}`}
        icon={CircleStop}
        size="sm"
        disabled={close.isPending}
        onClick={() => close.mutate({ serviceId, tunnelId })}
      />
    </li>
  );
}

function TunnelAddress({ tunnel }: Pick<RowProps, 'tunnel'>) {
  return <CodeText canCopy>{tunnel.url ?? tunnelAddress(tunnel)}</CodeText>;
}
