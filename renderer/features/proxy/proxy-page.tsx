import { useQuery } from '@tanstack/react-query';
import { Waypoints } from 'lucide-react';
import { useState } from 'react';
import type { ServerProxy } from '#shared/contract/proxy.ts';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { PropertyList } from '../../ui/property-list.tsx';
import { InstallProxy } from './install-proxy.tsx';

/** What leads the domains of a server's services to them. */
export function ProxyPage({ nodeId: serverId }: NodeProps) {
  const { reason } = usePermission('server.update', serverId);
  const [isOpen, setOpen] = useState(false);
  const query = useQuery(orpc.proxy.get.queryOptions({ input: { serverId } }));
  const open = (label: string) => (
    <Button variant="primary" disabledReason={reason} onClick={() => setOpen(true)}>
      {label}
    </Button>
  );
  return (
    <ResourcePage query={query} what="the proxy">
      {(proxy) => (
        <>
          {proxy.type === null ? (
            <EmptyState icon={Waypoints} title="No proxy yet" action={open('Install a proxy')}>
              A proxy holds the ports 80 and 443 of the server and leads each domain to its service, with a
              certificate. During an update it leads visitors over before the old version ends.
            </EmptyState>
          ) : (
            <Panel title={titles[proxy.type]} actions={open('Change or update')}>
              {!proxy.isRunning && (
                <Notice tone="danger">
                  It does not run: no domain of this server leads anywhere. Install it again.
                </Notice>
              )}
              <PropertyList items={propertiesOf(proxy)} />
            </Panel>
          )}
          {isOpen && (
            <InstallProxy
              serverId={serverId}
              proxy={proxy}
              onClose={() => {
                setOpen(false);
                void query.refetch();
              }}
            />
          )}
        </>
      )}
    </ResourcePage>
  );
}

const titles = { traefik: 'Traefik', caddy: 'Caddy' } as const;

const propertiesOf = ({ image, isRunning, email, directory }: ServerProxy) => [
  { label: 'State', value: isRunning ? 'Running' : 'Stopped' },
  { label: 'Image', value: image ?? '' },
  { label: 'Certificates from', value: directory ?? 'Let’s Encrypt' },
  { label: 'The authority writes to', value: email ?? 'nobody' },
];
