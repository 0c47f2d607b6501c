import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import { AppError } from '#shared/model/errors.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';
import { requirePush } from './build-registry.ts';

const field = 'spec.source.buildServerId';
const cure = 'Choose a server of the organization, or none: then it is built on the server that it runs on.';

interface BuildChange {
  readonly organizationId: string;
  /** What is saved now, null for a service that is not there yet. */
  readonly before: ServiceSpec | null;
  readonly after: ServiceSpec | null;
}

/** Refuses a configuration that is to be built, or kept, where the caller may not have it. */
export function requireBuildPlaces(
  context: Pick<OperationContext, 'store' | 'caller'>,
  change: BuildChange,
): void {
  requireBuildServer(context, change);
  requirePush(context, change);
}

/**
 * Refuses a configuration that is to be built on a server on which the caller could not have it run: NOT_FOUND for one that
 * they do not see, as for one of another organization or none at all, FORBIDDEN without `server.read` there. What is saved
 * and stays so asks nobody anew, as with the server that it runs on.
 */
function requireBuildServer(
  { store, caller }: Pick<OperationContext, 'store' | 'caller'>,
  { organizationId, before, after }: BuildChange,
): void {
  const id = after && specFacts(after).buildServerId;
  if (!id) return;
  const isKept = before !== null && specFacts(before).buildServerId === id;
  const server = serverIn(store, organizationId, id);
  const { access } = store;
  if (!server || (!isKept && !access.canSee(caller.subject, id)))
    throw new AppError('NOT_FOUND', { kind: 'server', id, field, cure });
  if (isKept || access.can(caller.subject, 'server.read', id)) return;
  throw new AppError('FORBIDDEN', {
    permission: 'server.read',
    nodeId: id,
    wouldGrant: `${field}: to build on “${server.name}” takes server.read on it, as running there does. Ask for it, or choose another server or none.`,
  });
}

/** A server that builds what runs on another one. */
interface NamedBuildServer {
  readonly id: string;
  readonly name: string;
}

interface Placed {
  readonly organizationId: string;
  readonly spec: ServiceSpec;
  readonly serverId: string | null;
}

/**
 * The server that a configuration is built on; null where that is the one that it runs on. CONFLICT where it is gone, or was
 * never one of the organization.
 */
export function buildServerOf(store: Store, placed: Placed): NamedBuildServer | null {
  const { buildServerId: id } = specFacts(placed.spec);
  if (id === null || id === placed.serverId) return null;
  const server = serverIn(store, placed.organizationId, id);
  if (server) return { id, name: server.name ?? id };
  const reason = `the build server ${id} is not one of the organization any more. ${cure}`;
  throw new AppError('CONFLICT', { field, reason });
}

/** The name of the server that a configuration names, or its id where it is gone; undefined where it names none. */
export function buildServerNameOf(store: Store, spec: ServiceSpec): string | undefined {
  const { buildServerId: id } = specFacts(spec);
  return id === null ? undefined : (store.access.node(id)?.name ?? id);
}

function serverIn({ access }: Store, organizationId: string, id: string) {
  const node = access.node(id);
  return node?.kind === 'server' && node.organizationId === organizationId ? node : undefined;
}
