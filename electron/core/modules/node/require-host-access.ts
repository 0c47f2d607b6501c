import type { Mount } from '#shared/contract/mount.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { OperationContext } from '../../rpc/index.ts';

/** A configuration with the server that it is for. */
interface Placed {
  readonly spec: ServiceSpec | null;
  readonly serverId: string | null;
}

interface HostAccessChange {
  readonly organizationId: string;
  /** What is saved now, null for a service that is not there yet. */
  readonly before: Placed | null;
  readonly after: Placed;
  /** It was deployed there as a whole once, so that somebody who may had saved it. */
  readonly wasDeployed?: boolean;
}

/** Whoever holds it on a server can start a container that owns that server: what a bind comes down to. */
export const rootPermission: Permission = 'docker.manage';

/** What may differ without changing what runs with the server's files in its hands. */
const harmless: ReadonlySet<string> = new Set([
  'replicas',
  'limits',
  'ports',
  'soakSeconds',
  'drainSeconds',
  'updateOrder',
]);

/**
 * Refuses a configuration that opens files of its server to a container, by a bind, to whoever may not be root there: a new
 * one, one for another server, and one that runs something else with the same bind, such as another image. What was
 * accepted and stays so asks nobody anew. Without a server it takes every server of the organization. FORBIDDEN names
 * the mount.
 */
export function requireHostAccess(
  { store, caller }: Pick<OperationContext, 'store' | 'caller'>,
  { organizationId, before, after, wasDeployed = false }: HostAccessChange,
): void {
  const { spec, serverId } = after;
  const mounts = spec ? specFacts(spec).mounts : [];
  const index = mounts.findIndex(isBind);
  const bind = mounts[index];
  if (!spec || bind?.type !== 'bind') return;
  if (before?.spec && before.serverId === serverId) {
    if (wasDeployed ? keepsBinds(before.spec, spec) : isSameOnHost(before.spec, spec)) return;
  }
  const nodeId = serverId ?? organizationId;
  if (store.access.can(caller.subject, rootPermission, nodeId)) return;
  throw new AppError('FORBIDDEN', {
    permission: rootPermission,
    ...(store.access.canSee(caller.subject, nodeId) ? { nodeId } : {}),
    wouldGrant: `spec.mounts.${index}.source: with ${bind.source} of its server in a container one is in effect root there. Use a volume instead, or have it done by somebody who holds ${rootPermission} on the server.`,
  });
}

function isBind({ type }: Mount): boolean {
  return type === 'bind';
}

/** Whether every bind is one that is saved. */
function keepsBinds(saved: ServiceSpec, next: ServiceSpec): boolean {
  const known = new Set(
    specFacts(saved)
      .mounts.filter(isBind)
      .map((mount) => JSON.stringify(mount)),
  );
  return specFacts(next)
    .mounts.filter(isBind)
    .every((mount) => known.has(JSON.stringify(mount)));
}

function isSameOnHost(one: ServiceSpec, other: ServiceSpec): boolean {
  const [was, is]: readonly Readonly<Record<string, unknown>>[] = [one, other];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (field) => harmless.has(field) || JSON.stringify(was?.[field]) === JSON.stringify(is?.[field]),
  );
}
