import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderOpen, HardDrive, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ServerVolume } from '#shared/contract/volume.ts';
import { AppLink } from '../../lib/app-link.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { formatBytes } from '../../lib/format.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc, rpc } from '../../lib/host/rpc.ts';
import { nodePath, useSearchParam } from '../../lib/navigation.ts';
import { useNode } from '../../lib/tree/use-tree.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { Reason } from '../../ui/reason.ts';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { VolumeFolder } from './volume-folder.tsx';

/** Every volume of a server: its size, what uses it, whose it is. */
export function VolumesPage({ organizationId, nodeId }: NodeProps) {
  const [shown, show] = useSearchParam('volume');
  const [removed, setRemoved] = useState<ServerVolume>();
  const { reason } = usePermission('docker.manage');
  const query = useQuery(orpc.volume.listOnServer.queryOptions({ input: { serverId: nodeId } }));
  const { data, isFetching, refetch } = query;
  if (shown !== undefined)
    return <VolumeFolder serverId={nodeId} volumeName={shown} onBack={() => show(undefined)} />;
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-10 items-center gap-2 border-line border-b px-4">
        <p className="min-w-0 flex-1 truncate text-secondary">{data ? sumWords(data) : ''}</p>
        <Button size="sm" icon={RefreshCw} isBusy={isFetching} onClick={() => void refetch()}>
          Look again
        </Button>
      </div>
      <div className="min-h-0 flex-1">
        <ResourcePage query={query} doing="Looking at the volumes" layout="edges">
          {(volumes) => (
            <Table
              label="Volumes of this server"
              rows={volumes}
              rowKey={({ name }) => name}
              columns={columnsFor({
                organizationId,
                canManage: reason,
                onBrowse: show,
                onRemove: setRemoved,
              })}
              height="fill"
              empty={
                <EmptyState icon={HardDrive} title="No volume is on this server">
                  What containers keep in volumes is shown here, whoever made them.
                </EmptyState>
              }
            />
          )}
        </ResourcePage>
      </div>
      {removed && <RemoveDialog serverId={nodeId} volume={removed} onClose={() => setRemoved(undefined)} />}
    </div>
  );
}

interface ColumnParts {
  readonly organizationId: string;
  readonly canManage: Reason | undefined;
  readonly onBrowse: (name: string) => void;
  readonly onRemove: (volume: ServerVolume) => void;
}

function columnsFor({
  organizationId,
  canManage,
  onBrowse,
  onRemove,
}: ColumnParts): TableColumn<ServerVolume>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(0, 3fr)',
      cell: ({ name }) => (
        <span className="truncate font-mono text-sm" title={name}>
          {name}
        </span>
      ),
    },
    {
      id: 'size',
      header: 'Size',
      width: '6rem',
      align: 'right',
      cell: ({ sizeBytes }) => (sizeBytes === null ? 'unknown' : formatBytes(sizeBytes)),
    },
    {
      id: 'usedBy',
      header: 'Used by',
      width: 'minmax(0, 2fr)',
      cell: ({ usedBy }) => (
        <span className="truncate text-secondary text-sm" title={usedBy.join(', ')}>
          {usedBy.join(', ') || 'nothing'}
        </span>
      ),
    },
    {
      id: 'origin',
      header: 'Whose',
      width: '12rem',
      cell: (volume) => <Owner organizationId={organizationId} volume={volume} />,
    },
    {
      id: 'actions',
      header: 'Browse and remove',
      hidesHeader: true,
      width: '4rem',
      align: 'right',
      cell: (volume) => (
        <span className="flex justify-end">
          <IconButton
            label={`Browse ${volume.name}`}
            icon={FolderOpen}
            size="sm"
            disabledReason={canManage}
            onClick={() => onBrowse(volume.name)}
          />
          <IconButton
            label={`Remove ${volume.name}`}
            icon={Trash2}
            size="sm"
            disabledReason={canManage ?? keptSince(volume)}
            onClick={() => onRemove(volume)}
          />
        </span>
      ),
    },
  ];
}

function Owner({
  organizationId,
  volume,
}: {
  readonly organizationId: string;
  readonly volume: ServerVolume;
}) {
  const service = useNode(volume.serviceId);
  if (service)
    return (
      <AppLink
        to={`${nodePath(organizationId, 'service', service.id, 'data')}?at=${encodeURIComponent(volume.ownName ?? '')}`}
        className="text-accent hover:underline"
      >
        {service.name}
      </AppLink>
    );
  return <span className="text-secondary">{originWords[volume.origin]}</span>;
}

const originWords: Readonly<Record<ServerVolume['origin'], string>> = {
  service: 'a service here',
  left: 'a service that is gone',
  foreign: 'not made by Quayside',
};

function keptSince({ usedBy, origin }: ServerVolume): string | undefined {
  if (usedBy.length > 0) return `${usedBy[0]} uses it.`;
  return origin === 'service' ? 'It goes with its service: delete that, and tick the volume.' : undefined;
}

function sumWords(volumes: readonly ServerVolume[]): string {
  const unused = volumes.filter(({ usedBy, origin }) => usedBy.length === 0 && origin !== 'service');
  const bytes = unused.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  if (unused.length === 0) return 'Nothing here is unused.';
  const free = bytes > 0 ? `, with ${formatBytes(bytes)}` : '';
  return `${unused.length === 1 ? 'One volume is' : `${unused.length} volumes are`} used by nothing${free}. They stay until you remove them.`;
}

interface RemoveProps {
  readonly serverId: string;
  readonly volume: ServerVolume;
  readonly onClose: () => void;
}

function RemoveDialog({ serverId, volume, onClose }: RemoveProps) {
  const { name, origin, sizeBytes } = volume;
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (typedName: string) => rpc.volume.removeFromServer({ serverId, volumeName: name, typedName }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: orpc.volume.listOnServer.key() });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title="Remove a volume"
      confirmLabel="Remove"
      isDanger
      isBusy={remove.isPending}
      error={remove.error}
      typedName={name}
      onConfirm={(typedName) => remove.mutate(typedName)}
      onClose={onClose}
    >
      <p className="text-secondary">
        {sizeBytes === null ? 'What is in it' : `It frees ${formatBytes(sizeBytes)}; what is in it`} is lost
        and cannot be brought back.
        {origin === 'foreign' && ' Quayside did not make it: be sure that nobody comes back for it.'}
        {origin === 'left' && ' Its service is not here any more, or is another Quayside’s.'}
      </p>
    </ConfirmDialog>
  );
}
