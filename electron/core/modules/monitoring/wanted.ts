import { type IndexedNode, isAtOrAbove } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';

/** Whose figures a reader is told: only of what they hold `monitoring.read` on. */
export interface Wanted {
  readonly servers: readonly IndexedNode[];
  /** Those that run, by their server. */
  readonly services: ReadonlyMap<string, readonly IndexedNode[]>;
}

/** What is looked at in a place: all of an organization, the services below a node, or a server and what it runs. */
export function wantedIn({ store, caller }: OperationContext, place: IndexedNode): Wanted {
  const { access, database } = store;
  const mayLook = (node: IndexedNode | undefined): node is IndexedNode =>
    node !== undefined && access.can(caller.subject, 'monitoring.read', node.id);
  const ids = serversOf(place.organizationId);
  const servers = ids.flatMap(({ id }) => {
    const node = access.node(id);
    return node && isAtOrAbove(place, node) && mayLook(node) ? [node] : [];
  });
  const services = ids.map(({ id: serverId }) => {
    const running = database
      .all(runningOn.where('server_id', '=', serverId))
      .map(({ id }) => access.node(id));
    const isInPlace = (node: IndexedNode) => place.id === serverId || isAtOrAbove(place, node);
    return [serverId, running.filter(mayLook).filter(isInPlace)] as const;
  });
  return { servers, services: new Map(services.filter(([, nodes]) => nodes.length > 0)) };

  function serversOf(organizationId: string): { readonly id: string }[] {
    return database.all(
      sql
        .selectFrom('server')
        .innerJoin('node', 'node.id', 'server.id')
        .select('server.id')
        .where('node.organization_id', '=', organizationId),
    );
  }
}

const runningOn = sql
  .selectFrom('service')
  .select('id')
  .where('current_deployment_id', 'is not', null)
  .where('state', '<>', 'none');
