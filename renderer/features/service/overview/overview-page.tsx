import { useQuery } from '@tanstack/react-query';
import { Container, Rocket } from 'lucide-react';
import type { Service } from '#shared/contract/service.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppLink } from '../../../lib/app-link.tsx';
import { EjectDialog } from '../../../lib/eject/eject-dialog.tsx';
import type { NodeProps } from '../../../lib/feature.ts';
import { age } from '../../../lib/format.ts';
import { ResourcePage } from '../../../lib/frames/resource-page.tsx';
import { orpc, rpc } from '../../../lib/host/rpc.ts';
import { nodePath, useGo } from '../../../lib/navigation.ts';
import { useAddressDialog } from '../../../lib/pages/use-address-dialog.ts';
import { StaleBadge } from '../../../lib/stale-badge.tsx';
import { staleNote } from '../../../lib/stale-note.ts';
import { NodeTags } from '../../../lib/tags/node-tags.tsx';
import { useNode } from '../../../lib/tree/use-tree.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { InlineError } from '../../../ui/inline-error.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { PropertyList } from '../../../ui/property-list.tsx';
import { StateDot, stateLabel } from '../../../ui/state-dot.tsx';
import { deploymentDot, deploymentLabel } from '../deployment/deployment-words.ts';
import { DriftNotice } from '../deployment/drift-notice.tsx';
import { LifecycleActions } from '../lifecycle-actions.tsx';
import { specEditors } from '../types/spec-editors.ts';
import { useService } from '../use-service.ts';
import { AddressPanel } from './address-panel.tsx';
import { tcpPortsOf } from './address-words.ts';
import { LoadPanel } from './load-panel.tsx';
import { ReplicaTable, type RuntimeData } from './replica-table.tsx';
import { replicaWords } from './replica-words.ts';
import { TunnelPanel } from './tunnel-panel.tsx';

const WhatToDeploy = ({ organizationId, nodeId }: Pick<NodeProps, 'organizationId' | 'nodeId'>) => {
  const go = useGo();
  return (
    <EmptyState
      icon={Container}
      title="What to deploy?"
      action={
        <Button
          variant="primary"
          onClick={() => go(nodePath(organizationId, 'service', nodeId, 'configuration'))}
        >
          Choose an image or a repository
        </Button>
      }
    >
      A Docker image, or a git repository with a Dockerfile. Nothing is done on a server before you have seen
      the plan.
    </EmptyState>
  );
};

const RuntimePanel = ({ service, runtime }: { readonly service: Service; readonly runtime: RuntimeData }) => {
  const go = useGo();
  const terminal = nodePath(service.organizationId, 'service', service.id, 'terminal');
  const facts = service.spec && specFacts(service.spec);
  return (
    <Panel
      title="What runs"
      actions={
        service.currentDeploymentId && (
          <LifecycleActions
            serviceId={service.id}
            serviceName={service.name}
            isStopped={runtime.state === 'stopped'}
            replicas={facts?.replicas ?? runtime.desiredReplicas}
            canScale={facts === null || facts.scaledTo(1) !== null}
            hasHostPort={facts?.ports.some(({ hostPort }) => hostPort !== undefined) ?? false}
          />
        )
      }
    >
      <p className="mb-2 flex items-center gap-2">
        <StateDot state={runtime.isStale ? 'unknown' : runtime.state} isDecoration />
        <span className="font-medium">
          {runtime.isStale
            ? `Last seen ${stateLabel(runtime.state).toLowerCase()}`
            : stateLabel(runtime.state)}
        </span>
        {runtime.desiredReplicas > 0 && <span className="text-secondary">{replicaWords(runtime)}</span>}
        {runtime.isStale && (
          <StaleBadge seenAt={runtime.seenAt} reason={runtime.staleBecause} serverId={service.serverId} />
        )}
      </p>
      <ReplicaTable
        runtime={runtime}
        onTerminal={(containerId) => go(`${terminal}?container=${containerId}`)}
      />
    </Panel>
  );
};

const CurrentPanel = ({ service }: { readonly service: Service }) => {
  const go = useGo();
  const now = useNow(10_000);
  const server = useNode(service.serverId);
  const deploymentId = service.currentDeploymentId ?? '';
  const { data: current } = useQuery(
    orpc.deployment.get.queryOptions({ input: { deploymentId }, enabled: deploymentId !== '' }),
  );
  const link = `${nodePath(service.organizationId, 'service', service.id, 'deployments')}?deployment=${deploymentId}`;
  const digest = current?.imageDigest ?? current?.imageId;
  const items = [
    {
      label: 'Server',
      value: server && (
        <AppLink
          to={nodePath(service.organizationId, 'server', server.id)}
          className="inline-flex items-center gap-2 text-accent hover:underline"
        >
          <StateDot state={server.state} note={server.stale && staleNote(server.stale)} />
          {server.name}
        </AppLink>
      ),
    },
    {
      label: 'Deployment',
      value: current && (
        <span className="flex items-center gap-2">
          <StateDot state={deploymentDot(current.state)} isDecoration />
          <AppLink to={link} className="text-accent hover:underline">
            #{current.number}
          </AppLink>
          {deploymentLabel(current.state)}
          <span className="text-muted">
            {current.startedBy} · {age(current.endedAt ?? current.queuedAt, now)}
          </span>
        </span>
      ),
    },
    {
      label: 'Image',
      value: current?.imageReference && <CodeText canCopy>{current.imageReference}</CodeText>,
    },
    { label: 'Digest', value: digest && <CodeText canCopy>{digest}</CodeText> },
    { label: 'Commit', value: current?.commit && <CodeText canCopy>{current.commit}</CodeText> },
  ];
  if (!deploymentId)
    return (
      <EmptyState
        icon={Rocket}
        title={server ? 'Ready for its first deployment' : 'It has no server yet'}
        action={
          !server && (
            <Button
              onClick={() => go(nodePath(service.organizationId, 'service', service.id, 'configuration'))}
            >
              Choose its server
            </Button>
          )
        }
      >
        {server
          ? `Deploy shows the plan first, then starts it on ${server.name}. Variables and configuration can be set before or later.`
          : 'What it runs is known; where it runs is said in its configuration. The plan is shown before anything is done.'}
      </EmptyState>
    );
  return (
    <Panel title="Current version">
      <PropertyList items={items.filter(({ value }) => value)} />
    </Panel>
  );
};

/** How a service is: what runs, replica by replica, and exactly which version. */
export const OverviewPage = ({ organizationId, nodeId }: NodeProps) => {
  const query = useService(nodeId);
  const ejecting = useAddressDialog('eject');
  const Reach = query.data && specEditors[query.data.type].Reach;
  const runtime = useQuery(orpc.service.runtime.queryOptions({ input: { serviceId: nodeId } }));
  return (
    <ResourcePage query={query} what="the service">
      {(loaded) => (
        <>
          {loaded.spec === null && <WhatToDeploy organizationId={organizationId} nodeId={nodeId} />}
          {loaded.spec && (
            <>
              <InlineError error={runtime.error} onRetry={() => void runtime.refetch()} />
              <DriftNotice serviceId={nodeId} serviceName={loaded.name} />
              {loaded.currentDeploymentId && runtime.data && (
                <RuntimePanel service={loaded} runtime={runtime.data} />
              )}
              {loaded.currentDeploymentId && runtime.data?.state !== 'stopped' && (
                <LoadPanel service={loaded} />
              )}
              {Reach ? (
                <Reach service={loaded} />
              ) : (
                <AddressPanel addresses={loaded.addresses} isStopped={runtime.data?.state === 'stopped'} />
              )}
              {loaded.currentDeploymentId && (
                <TunnelPanel
                  organizationId={organizationId}
                  serviceId={nodeId}
                  serviceName={loaded.name}
                  ports={tcpPortsOf(loaded.addresses)}
                  isStopped={runtime.data?.state === 'stopped'}
                />
              )}
              <CurrentPanel service={loaded} />
            </>
          )}
          <NodeTags organizationId={organizationId} nodeId={nodeId} kind="service" />
          {ejecting.isOpen && (
            <EjectDialog
              name={loaded.name}
              operation="service.eject"
              target={{ serviceId: nodeId }}
              write={(asked) => rpc.service.eject({ serviceId: nodeId, ...asked })}
              onClose={ejecting.close}
            />
          )}
        </>
      )}
    </ResourcePage>
  );
};
