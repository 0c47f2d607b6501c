import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowLeft, File, Folder } from 'lucide-react';
import type { VolumeEntry } from '#shared/contract/volume.ts';
import { formatBytes, formatInstant } from '../../lib/format.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { useSearchParam } from '../../lib/navigation.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

interface VolumeFolderProps {
  readonly serverId: string;
  readonly volumeName: string;
  readonly onBack: () => void;
}

/** What lies in a volume of a server, folder by folder; to look at. */
export function VolumeFolder({ serverId, volumeName, onBack }: VolumeFolderProps) {
  const [path = '', go] = useSearchParam('at');
  const query = useInfiniteQuery(
    orpc.volume.browseOnServer.infiniteOptions({
      input: (after: string | undefined) => ({ serverId, volumeName, path, ...(after ? { after } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  );
  const up = () => (path === '' ? onBack() : go(path.split('/').slice(0, -1).join('/') || undefined));
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-10 items-center gap-2 border-line border-b px-4">
        <Button size="sm" icon={ArrowLeft} onClick={up}>
          {path === '' ? 'All volumes' : 'Up'}
        </Button>
        <p className="min-w-0 flex-1 truncate font-mono text-sm" title={`${volumeName}/${path}`}>
          {volumeName}/{path}
        </p>
      </div>
      <div className="min-h-0 flex-1">
        <ResourcePage query={query} doing="Looking into the volume" layout="edges">
          {({ pages }) => (
            <Table
              label={`What lies in ${path || volumeName}`}
              rows={pages.flatMap(({ entries }) => entries)}
              rowKey={({ name }) => name}
              columns={columns}
              height="fill"
              onReachEnd={() => {
                if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
              }}
              onOpen={({ type, name }) => {
                if (type === 'folder') go(path === '' ? name : `${path}/${name}`);
              }}
              empty={
                <EmptyState icon={Folder} title="Nothing is in this folder">
                  Whatever wrote here left nothing behind.
                </EmptyState>
              }
            />
          )}
        </ResourcePage>
      </div>
    </div>
  );
}

const columns: TableColumn<VolumeEntry>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(0, 3fr)',
    cell: ({ name, type, link }) => {
      const Icon = type === 'folder' ? Folder : File;
      const shown = link === null ? name : `${name} → ${link}`;
      return (
        <span className="flex items-center gap-2">
          <Icon aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="truncate font-mono text-sm" title={shown}>
            {shown}
          </span>
        </span>
      );
    },
  },
  {
    id: 'size',
    header: 'Size',
    width: '6rem',
    align: 'right',
    cell: ({ size, type }) => (type === 'file' ? formatBytes(size) : ''),
  },
  { id: 'modified', header: 'Changed', width: '11rem', cell: ({ modifiedAt }) => formatInstant(modifiedAt) },
  { id: 'mode', header: 'Mode', width: '4rem', cell: ({ mode }) => mode },
  { id: 'owner', header: 'Owner', width: '7rem', cell: ({ owner }) => owner },
];
