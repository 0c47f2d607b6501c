import { useQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import type { Volume } from '#shared/contract/volume.ts';
import { AppLink } from '../../../lib/app-link.tsx';
import type { NodeProps } from '../../../lib/feature.ts';
import { counted, formatBytes } from '../../../lib/format.ts';
import { ResourcePage } from '../../../lib/frames/resource-page.tsx';
import { orpc } from '../../../lib/host/rpc.ts';
import { nodePath, useSearchParam } from '../../../lib/navigation.ts';
import { classNames } from '../../../ui/class-names.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FolderView } from './folder-view.tsx';

/** What a service keeps on its server: its volumes, and what lies in them. */
export function DataPage({ organizationId, nodeId }: NodeProps) {
  const query = useQuery(orpc.volume.list.queryOptions({ input: { serviceId: nodeId } }));
  const settings = nodePath(organizationId, 'service', nodeId, 'configuration');
  return (
    <ResourcePage query={query} what="the volumes" layout="edges">
      {(volumes) =>
        volumes.length === 0 ? (
          <EmptyState
            icon={Database}
            title="No volumes yet"
            action={
              <AppLink to={settings} className="text-accent hover:underline">
                Mount a volume
              </AppLink>
            }
          >
            What its containers write goes with them. A volume that is mounted into them stays, and is shown
            here.
          </EmptyState>
        ) : (
          <Volumes serviceId={nodeId} volumes={volumes} />
        )
      }
    </ResourcePage>
  );
}

function Volumes({
  serviceId,
  volumes,
}: {
  readonly serviceId: string;
  readonly volumes: readonly Volume[];
}) {
  const [at = '', go] = useSearchParam('at');
  const [first = '', ...names] = at.split('/');
  const wanted = decoded(first);
  const shown = volumes.find(({ name }) => name === wanted) ?? volumes[0];
  if (!shown) return null;
  return (
    <div className="flex h-full flex-col">
      <nav aria-label="Volumes" className="flex gap-2 overflow-x-auto border-line border-b px-4 py-2">
        {volumes.map((volume) => (
          <button
            key={volume.name}
            type="button"
            aria-current={volume === shown ? 'true' : undefined}
            onClick={() => go(encodeURIComponent(volume.name))}
            className={classNames(
              'flex shrink-0 flex-col rounded border px-3 py-1 text-left hover:bg-hover',
              volume === shown ? 'border-accent bg-selected' : 'border-line',
            )}
          >
            <span className="font-medium font-mono text-sm">{volume.name}</span>
            <span className="text-muted text-sm">{wordsOf(volume)}</span>
          </button>
        ))}
      </nav>
      {shown.kind === 'bind' && (
        <p className="px-4 pt-2 text-secondary text-sm">
          {shown.name} is the server’s own: whoever opens it may be root there, and holds “docker.manage” on
          the server.
        </p>
      )}
      {shown.exists ? (
        <FolderView
          key={shown.name}
          serviceId={serviceId}
          volume={shown.name}
          path={shown.name === wanted ? names.join('/') : ''}
          onGo={(path) => {
            const name = encodeURIComponent(shown.name);
            go(path === '' ? name : `${name}/${path}`);
          }}
        />
      ) : (
        <EmptyState
          icon={Database}
          title={shown.kind === 'bind' ? 'No container has it yet' : 'It is not on the server yet'}
        >
          {shown.kind === 'bind'
            ? 'The next deployment mounts it'
            : 'The next deployment makes it, and mounts it'}{' '}
          at {shown.targets.join(', ')}.
        </EmptyState>
      )}
    </div>
  );
}

/** The text itself where an address that somebody typed cannot be read. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function wordsOf({ kind, exists, sizeBytes, targets, usedBy }: Volume): string {
  if (!exists) return 'with the next deployment';
  const size = kind === 'volume' ? sizeWords(sizeBytes) : kindWords[kind];
  const where = targets.length === 0 ? 'mounted nowhere' : `at ${targets.join(', ')}`;
  const users = usedBy.length === 0 ? 'in no container' : `in ${counted(usedBy.length, 'container')}`;
  return `${size} · ${where} · ${users}`;
}

const kindWords = { folder: 'folder of the project', bind: 'of the server' } as const;

function sizeWords(bytes: number | null): string {
  return bytes === null ? 'size unknown' : formatBytes(bytes);
}
