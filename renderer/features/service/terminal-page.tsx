import { useQuery } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { AskForAccess } from '../../lib/access/ask-for-access.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { containerTerminal } from '../../lib/host/terminal-port.ts';
import { useSearchParam } from '../../lib/navigation.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TerminalView } from '../../ui/terminal-view/terminal-view.tsx';
import type { RuntimeData } from './overview/replica-table.tsx';
import { useService } from './use-service.ts';

/** A shell in a replica: in the only one that runs, else in the one that is chosen. */
export function TerminalPage({ nodeId }: NodeProps) {
  const service = useService(nodeId);
  const runtime = useQuery(orpc.service.runtime.queryOptions({ input: { serviceId: nodeId } }));
  const serverId = service.data?.serverId ?? undefined;
  const { reason } = usePermission('docker.manage', serverId);
  if (serverId && reason)
    return (
      <AskForAccess
        icon={SquareTerminal}
        what="A terminal in a container"
        permission="docker.manage"
        nodeId={serverId}
      />
    );
  return (
    <ResourcePage query={runtime} what="what runs of the service" layout="edges">
      {(loaded) => <Replicas serverId={serverId} replicas={runningIn(loaded)} />}
    </ResourcePage>
  );
}

interface Replica {
  readonly slot: number;
  readonly part: string | undefined;
  readonly containerId: string;
}

function runningIn({ tasks }: RuntimeData): Replica[] {
  return tasks
    .flatMap(({ slot, part, containerId, state }) =>
      containerId && state === 'running' ? [{ slot, part, containerId }] : [],
    )
    .toSorted((a, b) => a.slot - b.slot);
}

interface ReplicasProps {
  readonly serverId: string | undefined;
  readonly replicas: readonly Replica[];
}

function Replicas({ serverId, replicas }: ReplicasProps) {
  const [chosen, choose] = useSearchParam('container');
  // a container that ended keeps its terminal, which says so, until another one is chosen
  const containerId = chosen ?? (replicas.length === 1 ? replicas[0]?.containerId : undefined);
  const choices = replicas.length > 1 && (
    <Choices replicas={replicas} chosen={containerId} onChoose={choose} />
  );
  if (serverId && containerId)
    return <ContainerTerminal serverId={serverId} containerId={containerId} tools={choices} />;
  return (
    <EmptyState
      icon={SquareTerminal}
      title={choices ? 'In which replica?' : 'No container of it runs'}
      action={choices}
    >
      {choices
        ? 'A terminal is opened in one container; the others are untouched.'
        : 'A terminal opens in a container that runs. Deploy or start the service first.'}
    </EmptyState>
  );
}

interface ChoicesProps {
  readonly replicas: readonly Replica[];
  readonly chosen: string | undefined;
  readonly onChoose: (containerId: string) => void;
}

function Choices({ replicas, chosen, onChoose }: ChoicesProps) {
  return (
    <span className="flex flex-wrap gap-1">
      {replicas.map(({ slot, part, containerId }) => (
        <Button
          key={containerId}
          size="sm"
          variant={chosen === undefined || containerId === chosen ? 'default' : 'ghost'}
          aria-pressed={containerId === chosen}
          onClick={() => onChoose(containerId)}
        >
          {part ?? `Replica ${slot}`}
        </Button>
      ))}
    </span>
  );
}

interface ContainerTerminalProps {
  readonly serverId: string;
  readonly containerId: string;
  readonly tools: ReactNode;
}

function ContainerTerminal({ serverId, containerId, tools }: ContainerTerminalProps) {
  const port = useMemo(() => containerTerminal(serverId, containerId), [serverId, containerId]);
  const short = containerId.slice(0, 12);
  return (
    <TerminalView
      key={containerId}
      memoryKey={containerId}
      label={`Terminal in container ${short}`}
      port={port}
      tools={
        <>
          {tools}
          <span className="font-mono text-sm">{short}</span>
        </>
      }
    />
  );
}
