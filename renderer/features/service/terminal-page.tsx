import { useQuery } from '@tanstack/react-query';
import { SquareTerminal } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { databaseFacts } from '#shared/contract/database-facts.ts';
import type { Service } from '#shared/contract/service.ts';
import { AskForAccess } from '../../lib/access/ask-for-access.tsx';
import type { NodeProps } from '../../lib/feature.ts';
import { ResourcePage } from '../../lib/frames/resource-page.tsx';
import { orpc } from '../../lib/host/rpc.ts';
import { containerTerminal, databaseClient } from '../../lib/host/terminal-port.ts';
import { useSearchParam } from '../../lib/navigation.ts';
import { usePermission } from '../../lib/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TerminalView } from '../../ui/terminal-view/terminal-view.tsx';
import type { RuntimeData } from './overview/replica-table.tsx';
import { useService } from './use-service.ts';

/** A shell in a replica: in the only one that runs, else in the one that is chosen; or the own client of a database. */
export function TerminalPage({ nodeId }: NodeProps) {
  const service = useService(nodeId);
  const runtime = useQuery(orpc.service.runtime.queryOptions({ input: { serviceId: nodeId } }));
  const serverId = service.data?.serverId ?? undefined;
  const { reason } = usePermission('docker.manage', serverId);
  const [program, run] = useSearchParam('program');
  const client = clientOf(service.data?.spec ?? null);
  if (serverId && reason)
    return (
      <AskForAccess
        icon={SquareTerminal}
        what="A terminal in a container"
        permission="docker.manage"
        nodeId={serverId}
      />
    );
  const programs = client && <Programs client={client} chosen={program} onChoose={run} />;
  if (serverId && client && program === 'client')
    return <ClientTerminal serverId={serverId} serviceId={nodeId} client={client} tools={programs} />;
  return (
    <ResourcePage query={runtime} what="what runs of the service" layout="edges">
      {(loaded) => <Replicas serverId={serverId} replicas={runningIn(loaded)} tools={programs} />}
    </ResourcePage>
  );
}

/** How the client of a database's engine is called; undefined for what has none that we know. */
function clientOf(spec: Service['spec']): string | undefined {
  if (spec?.type !== 'database') return undefined;
  const { engine, account } = databaseFacts(spec);
  return engine.access?.client({ ...account, secrets: { password: '', root: '' } }).command[0];
}

interface ProgramsProps {
  readonly client: string;
  readonly chosen: string | undefined;
  readonly onChoose: (program: string | undefined) => void;
}

function Programs({ client, chosen, onChoose }: ProgramsProps) {
  const programs = [
    { id: undefined, label: 'Shell' },
    { id: 'client', label: `Client (${client})` },
  ];
  return (
    <span className="flex gap-1">
      {programs.map(({ id, label }) => (
        <Button
          key={label}
          size="sm"
          variant={id === chosen ? 'default' : 'ghost'}
          aria-pressed={id === chosen}
          onClick={() => onChoose(id)}
        >
          {label}
        </Button>
      ))}
    </span>
  );
}

interface ClientTerminalProps {
  readonly serverId: string;
  readonly serviceId: string;
  readonly client: string;
  readonly tools: ReactNode;
}

function ClientTerminal({ serverId, serviceId, client, tools }: ClientTerminalProps) {
  const port = useMemo(() => databaseClient(serverId, serviceId), [serverId, serviceId]);
  return (
    <TerminalView
      key={serviceId}
      memoryKey={`client ${serviceId}`}
      label={`${client} in the database’s container`}
      port={port}
      tools={tools}
    />
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
  readonly tools: ReactNode;
}

function Replicas({ serverId, replicas, tools }: ReplicasProps) {
  const [chosen, choose] = useSearchParam('container');
  // a container that ended keeps its terminal, which says so, until another one is chosen
  const containerId = chosen ?? (replicas.length === 1 ? replicas[0]?.containerId : undefined);
  const choices = replicas.length > 1 && (
    <Choices replicas={replicas} chosen={containerId} onChoose={choose} />
  );
  if (serverId && containerId)
    return (
      <ContainerTerminal
        serverId={serverId}
        containerId={containerId}
        tools={
          <>
            {tools}
            {choices}
          </>
        }
      />
    );
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
