import { slugOf } from '#shared/model/service-names.ts';
import { hasUnfinishedRun } from '../../../runs/index.ts';
import type { Store } from '../../../store/store.ts';
import { servicesIn, serviceView } from '../../../workload/index.ts';
import { shareBlockers } from '../../domain/index.ts';
import { runningOf } from '../running.ts';

/** Where a service is to be; its own server where none is said. */
export interface MoveTarget {
  readonly environmentId: string;
  readonly serverId?: string | undefined;
}

/** Whether something of a service runs, so that moving it is a deployment. */
export function isRunning(store: Store, serviceId: string): boolean {
  const { currentDeploymentId, state } = serviceView(store, serviceId);
  return currentDeploymentId !== null && state !== 'stopped' && state !== 'none';
}

/**
 * Why a service cannot come into an environment: one of its services, called otherwise, has the name in DNS by which this one
 * would be reached. One of the very same name is refused where a name is taken.
 */
export function aliasBlockers(store: Store, serviceId: string, environmentId: string): string[] {
  const node = store.access.node(serviceId);
  if (!node || node.parent?.id === environmentId) return [];
  const slug = slugOf(node.name ?? '', 'service');
  const other = servicesIn(store.access.node(environmentId)).find(
    ({ id, name }) =>
      id !== serviceId && name.toLowerCase() !== node.name?.toLowerCase() && slugOf(name, 'service') === slug,
  );
  return other
    ? [
        `Another service there is reached as “${slug}” already, as this one would be: rename one of them first.`,
      ]
    : [];
}

/** Why a service cannot move at all, whatever its servers say; each with the way. */
export function ownBlockers(
  store: Store,
  serviceId: string,
  { environmentId, serverId }: MoveTarget,
): string[] {
  const view = serviceView(store, serviceId);
  const target = serverId ?? view.serverId;
  const isOther = target !== view.serverId;
  if (view.ids.environment === environmentId && !isOther) return ['It is there already.'];
  const alias = aliasBlockers(store, serviceId, environmentId);
  if (alias.length > 0) return alias;
  const shared = shareBlockers(store, serviceId);
  if (shared.length > 0) return shared;
  if (!isRunning(store, serviceId)) {
    if (hasUnfinishedRun(store.database, serviceId))
      return ['A deployment of it is under way; wait for its end.'];
    return view.currentDeploymentId !== null && isOther
      ? [
          `It is stopped on ${view.serverName}: start it before it moves to another server, or delete it there.`,
        ]
      : [];
  }
  const spec = runningOf(store, view)?.configured.spec ?? view.spec;
  if (spec?.type === 'database') {
    return [
      'A database runs, and its data does not move with it yet: dump it, make a database there, and load the dump; or stop it to change its environment on the same server.',
    ];
  }
  if (spec?.type === 'compose' && !isOther) {
    return [
      'A compose project keeps its containers in one network: stop it, move it, and deploy it in the new environment; to another server it moves as it runs.',
    ];
  }
  return [];
}
