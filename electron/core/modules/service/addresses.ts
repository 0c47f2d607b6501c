import type { PublishedPort } from '#shared/contract/container-fields.ts';
import type { ServiceAddress } from '#shared/contract/service.ts';
import { addressCaution, webSchemeOf, webUrl } from '#shared/model/service-address.ts';
import { aliasOf } from '#shared/model/service-names.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { type Content, serviceTypes, serviceView, specOf } from '../../workload/index.ts';

type Asking = Pick<OperationContext, 'store' | 'caller'>;

/** Where what runs now is reached, the best first: from outside, then by the services beside it. */
export function addressesOf(asking: Asking, serviceId: string): ServiceAddress[] {
  const view = serviceView(asking.store, serviceId);
  const running = runningOf(asking, view.currentDeploymentId);
  if (!running) return [];
  const alias = aliasOf({ id: view.id, name: view.names.service }, view.siblings);
  return [...publishedOf(asking, running), ...insideOf(running.content, alias)];
}

interface Running {
  readonly content: Content;
  readonly serverId: string;
}

/** By the deployment that runs, not by a configuration that was saved since. */
function runningOf({ store }: Asking, deploymentId: string | null): Running | undefined {
  if (deploymentId === null) return undefined;
  const query = sql
    .selectFrom('deployment')
    .innerJoin('run', 'run.id', 'deployment.id')
    .select(['deployment.spec', 'run.server_id'])
    .where('deployment.id', '=', deploymentId);
  const row = store.database.first(query);
  if (!row) return undefined;
  const spec = specOf(row);
  return { content: serviceTypes[spec.type].contentOf(spec), serverId: row.server_id };
}

function publishedOf(asking: Asking, { content, serverId }: Running): ServiceAddress[] {
  const reached = reachOf(asking, serverId);
  return content.ports.flatMap((port) =>
    port.hostPort === undefined ? [] : publishedAt(port, port.hostPort, content, reached),
  );
}

interface Reach {
  /** Null for whoever may not see the server. */
  readonly host: string | null;
  readonly caution: string | undefined;
}

/** How the server is known here, and what that is worth to somebody with a browser. */
function reachOf({ store, caller }: Asking, serverId: string): Reach {
  const row = store.database.first(
    sql.selectFrom('server').select(['host', 'jump_server_id']).where('id', '=', serverId),
  );
  if (!row || !store.access.can(caller.subject, 'server.read', serverId))
    return { host: null, caution: 'You may not see the server; who may can tell you its address.' };
  return {
    host: row.host,
    caution: addressCaution(row.host, jumpNameOf({ store, caller }, row.jump_server_id)),
  };
}

function jumpNameOf({ store, caller }: Asking, jumpId: string | null): string | undefined {
  if (jumpId === null) return undefined;
  const isSeen = store.access.can(caller.subject, 'server.read', jumpId);
  return (isSeen ? store.access.node(jumpId)?.name : undefined) ?? 'another server';
}

function publishedAt(port: PublishedPort, hostPort: number, content: Content, { host, caution }: Reach) {
  const { containerPort, protocol } = port;
  const scheme = webSchemeOf({ containerPort, protocol, healthCommand: content.healthCheck?.command ?? [] });
  const url = scheme && host !== null ? webUrl(scheme, host, hostPort) : undefined;
  return [
    {
      reach: 'server' as const,
      host,
      port: hostPort,
      protocol,
      containerPort,
      url: url ?? null,
      caution: caution ?? null,
    },
  ];
}

function insideOf({ ports }: Content, alias: string): ServiceAddress[] {
  const inside = { reach: 'environment' as const, host: alias, url: null, caution: null };
  if (ports.length === 0) return [{ ...inside, port: null, protocol: 'tcp', containerPort: null }];
  return ports.map(({ containerPort, protocol }) => ({
    ...inside,
    port: containerPort,
    protocol,
    containerPort,
  }));
}
