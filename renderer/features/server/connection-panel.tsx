import { useMutation, useQuery } from '@tanstack/react-query';
import { PlugZap } from 'lucide-react';
import type { Server } from '#shared/contract/server.ts';
import { AppLink } from '../../lib/app-link.tsx';
import { age } from '../../lib/format.ts';
import { orpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/button.tsx';
import { CodeText } from '../../ui/code-text.tsx';
import { InlineError } from '../../ui/inline-error.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PropertyList } from '../../ui/property-list.tsx';
import { StateDot } from '../../ui/state-dot.tsx';
import { connectionCure, connectionLabel, connectionNodeState } from './connection-words.ts';

const Trouble = ({ server }: { readonly server: Server }) => {
  const { connection, organizationId, id } = server;
  if (connection.state !== 'down') return null;
  const isHostKey = connection.reason === 'host-key';
  return (
    <div className="mt-3">
      <Notice
        tone="danger"
        title={connection.message ?? connectionLabel(server)}
        action={
          isHostKey || connection.reason === 'auth' ? (
            <AppLink to={nodePath(organizationId, 'server', id, 'settings')} className="text-accent">
              Settings
            </AppLink>
          ) : undefined
        }
      >
        {connectionCure(connection)}
      </Notice>
    </div>
  );
};

/** Nobody looked before the first check or set-up: then this does, for a Docker that runs is there to be seen. */
const DockerVersion = ({ server: { id, dockerVersion, connection } }: { readonly server: Server }) => {
  const isUnknown = dockerVersion === null && connection.state === 'up';
  const look = useQuery(orpc.server.check.queryOptions({ input: { serverId: id }, enabled: isUnknown }));
  if (dockerVersion !== null) return dockerVersion;
  if (look.isFetching) return 'looking …';
  return look.isSuccess ? 'not installed, or not running' : 'not seen yet';
};

/** Whether the server is reached, since when, and how. */
export const ConnectionPanel = ({ server }: { readonly server: Server }) => {
  const now = useNow(10_000);
  const connect = useMutation(orpc.server.connect.mutationOptions());
  const { connection, freshness } = server;
  return (
    <Panel
      title="Connection"
      actions={
        (connection.state !== 'up' || !freshness.isFresh) && (
          <Button
            size="sm"
            icon={PlugZap}
            isBusy={connect.isPending || connection.state === 'connecting'}
            onClick={() => connect.mutate({ serverId: server.id })}
          >
            Connect now
          </Button>
        )
      }
    >
      <PropertyList
        items={[
          {
            label: 'State',
            value: (
              <span className="flex items-center gap-2">
                <StateDot state={connectionNodeState(server)} isDecoration />
                {connectionLabel(server)}
                <span className="text-muted">· {age(connection.since, now)}</span>
              </span>
            ),
          },
          {
            label: 'Address',
            value: <CodeText canCopy>{`${server.user}@${server.host}:${server.port}`}</CodeText>,
          },
          { label: 'Docker', value: <DockerVersion server={server} /> },
          { label: 'Set up', value: server.isReady ? 'Ready for deployments' : 'Not yet' },
          {
            label: 'Host key',
            value: <CodeText canCopy>{server.hostKey.fingerprint}</CodeText>,
          },
        ]}
      />
      <Trouble server={server} />
      <InlineError error={connect.error} />
    </Panel>
  );
};
