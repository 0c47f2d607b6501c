import { useQuery } from '@tanstack/react-query';
import { FileCode2 } from 'lucide-react';
import type { ProxyFile } from '#shared/contract/proxy.ts';
import { AppLink } from '../../lib/app-link.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourceList } from '../../lib/frames/resource-list.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { nodePath } from '../../lib/navigation.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { ProxyFileEditor } from './proxy-file-editor.tsx';

/** The files by which the proxy of a server leads to services, and whether they are as Quayside wrote them. */
export function ProxyFilesPage({ nodeId: serverId, organizationId }: NodeProps) {
  const query = useQuery(orpc.proxyFile.list.queryOptions({ input: { serverId } }));
  return (
    <ResourceList
      query={query}
      label="Proxy files"
      rowKey={({ name }) => name}
      columns={columnsIn(organizationId)}
      detail={{
        param: 'file',
        show: (file) => (
          <ProxyFileEditor
            key={`${file.name} ${file.text}`}
            serverId={serverId}
            file={file}
            onChanged={() => void query.refetch()}
          />
        ),
      }}
      empty={
        <EmptyState icon={FileCode2} title="No files yet">
          The proxy gets one file for each service that has a domain, once that service is deployed here.
        </EmptyState>
      }
    />
  );
}

const columnsIn = (organizationId: string): readonly TableColumn<ProxyFile>[] => [
  { id: 'name', header: 'File', cell: ({ name }) => <span className="font-mono text-sm">{name}</span> },
  {
    id: 'service',
    header: 'Service',
    cell: ({ serviceId, path }) =>
      serviceId === null ? (
        <span className="text-muted">not known here</span>
      ) : (
        <AppLink to={nodePath(organizationId, 'service', serviceId)} className="text-accent hover:underline">
          {path ?? ''}
        </AppLink>
      ),
  },
  {
    id: 'drift',
    header: 'State',
    width: '12rem',
    cell: ({ isAsStored }) =>
      isAsStored === false ? (
        <Badge tone="degraded">Changed by hand</Badge>
      ) : (
        isAsStored && <Badge>As written</Badge>
      ),
  },
];
