import type { MovePlace, MovePlan } from '#shared/contract/move.ts';
import { aliasOf, networkNameOf } from '#shared/model/service-names.ts';
import type { OperationContext } from '../../../rpc/index.ts';
import { hasUnfinishedRun } from '../../../runs/index.ts';
import { acceptedIds, type ServiceView, serviceTypes, serviceView } from '../../../workload/index.ts';
import { domainsBetween } from '../../domain/index.ts';
import { readableLevels } from '../../variable/index.ts';
import type { DeploymentParts } from '../deployment-run.ts';
import { lookAtBuildServer } from '../look-at-build-server.ts';
import { isVariableField, planChanges, variablePrefix } from '../plan-changes.ts';
import { runningOf, savedOf } from '../running.ts';
import { problemTexts } from '../variable-problems.ts';
import { look } from './look.ts';
import { type Place, placeAt, placeOf, viewAt } from './place.ts';
import { isRunning, type MoveTarget, ownBlockers } from './target.ts';
import { stepsOf, warningsOf } from './words.ts';

type Asking = Pick<OperationContext, 'store' | 'caller' | 'signal'>;

/** Tells what a move would do, by asking the new server; changes nothing. One that is unreachable is a blocker in it. */
export async function planMove(
  parts: DeploymentParts,
  asking: Asking,
  { serviceId, to }: { readonly serviceId: string; readonly to: MoveTarget },
): Promise<MovePlan> {
  const { store } = parts;
  const here = serviceView(store, serviceId);
  const serverId = to.serverId ?? here.serverId;
  const ends = {
    from: toMovePlace(asking, here),
    to: toMovePlace(asking, viewThere(asking, here, { ...to, serverId })),
  };
  const own = ownBlockers(store, serviceId, to);
  const running = runningOf(store, here);
  const from = placeOf(here);
  if (!isRunning(store, serviceId) || !running || !from || serverId === null) {
    return { how: 'assign', ...ends, ...nothing, steps: own.length > 0 ? [] : assignSteps, blockers: own };
  }
  const target = placeAt(store, { environmentId: to.environmentId, serverId });
  const move = { from, to: target };
  const isOther = from.serverId !== serverId;
  const { spec } = running.configured;
  const there = savedOf(store, { ...here, spec, serverId, environmentId: target.environmentId });
  const isBuilt = isOther && running.row.commit_hash !== null;
  const [found, built, domains, review] = await Promise.all([
    own.length > 0 ? [] : look(parts, here, { ...move, running: running.row, spec }),
    isBuilt ? lookAtBuildServer(parts, { ids: here.ids, serverId, spec }) : { name: null, blockers: [] },
    isOther
      ? domainsBetween(store, { serviceId, fromServerId: from.serverId, toServerId: serverId }, asking.signal)
      : [],
    serviceTypes[here.type].review?.(
      spec,
      there.variables,
      acceptedIds(store, serviceId, serverId),
      running.configured.sources ?? null,
    ),
  ]);
  const content = serviceTypes[here.type].contentOf(spec);
  const volumes = content.mounts.flatMap((mount) => (mount.type === 'volume' ? [mount.name] : []));
  const problems = problemTexts(asking, serviceId, there.problems ?? []);
  const busy = hasUnfinishedRun(store.database, serviceId)
    ? ['A deployment of it is under way; wait for its end.']
    : [];
  return {
    how: 'move',
    ...ends,
    variables: variablesBetween(
      asking,
      { serviceId, target },
      planChanges(serviceTypes[here.type], running.configured, there),
    ),
    domains,
    volumesLeft: isOther ? volumes : [],
    steps: stepsOf(here, {
      ...move,
      builtOn: isBuilt ? (built.name ?? target.serverName) : null,
      stopsFirst: content.order === 'stop-first',
    }),
    warnings: warningsOf(here, { ...move, volumes, stopsFirstSince: content.stopsFirstSince }),
    blockers: [...own, ...busy, ...found, ...built.blockers, ...problems, ...(review?.blockers ?? [])],
  };
}

const nothing = {
  variables: { gained: [], lost: [], changed: [], hasOthers: false },
  domains: [],
  volumesLeft: [],
  warnings: [],
};

const assignSteps = ['Take its new place; nothing of it runs that would have to be started there'];

const serverNameFor = ({ store, caller }: Asking, serverId: string | null): string | null =>
  serverId !== null && store.access.canRead(caller.subject, serverId)
    ? (store.access.node(serverId)?.name ?? null)
    : null;

function toMovePlace(asking: Asking, { id, ids, names, siblings, serverId }: ServiceView): MovePlace {
  return {
    environmentId: ids.environment,
    environment: `${names.project}/${names.environment}`,
    serverId,
    server: serverNameFor(asking, serverId),
    alias: aliasOf({ id, name: names.service }, siblings),
    network: networkNameOf(names, ids.environment),
  };
}

function viewThere(
  { store }: Asking,
  here: ServiceView,
  { environmentId, serverId }: { readonly environmentId: string; readonly serverId: string | null },
): ServiceView {
  const environment = store.access.node(environmentId);
  const at = {
    environmentId,
    serverId: serverId ?? '',
    projectId: environment?.parent?.id ?? '',
    project: environment?.parent?.name ?? '',
    environment: environment?.name ?? '',
  };
  return { ...viewAt(store, here, at), serverId };
}

/** The names that differ; those of a level that the caller may not read, at either end, are told as one. */
function variablesBetween(
  asking: Asking,
  { serviceId, target }: { readonly serviceId: string; readonly target: Place },
  changes: ReturnType<typeof planChanges>,
): MovePlan['variables'] {
  const [here, there] = [
    readableLevels(asking, serviceId),
    readableLevels(asking, serviceId, target.environmentId),
  ];
  const ofVariables = changes.filter(({ field }) => isVariableField(field));
  const mayRead = here.has('service');
  const seen = ofVariables.filter(
    ({ levels }) => mayRead && levels.every((level) => here.has(level) && there.has(level)),
  );
  const names = (isIt: (change: (typeof changes)[number]) => boolean): string[] =>
    seen.filter(isIt).map(({ field }) => field.slice(variablePrefix.length));
  return {
    gained: names(({ from }) => from === null),
    lost: names(({ to }) => to === null),
    changed: names(({ from, to }) => from !== null && to !== null),
    hasOthers: seen.length < ofVariables.length,
  };
}
