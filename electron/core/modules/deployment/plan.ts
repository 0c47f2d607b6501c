import type { Plan, PlanCure } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Store } from '../../store/store.ts';
import {
  acceptedIds,
  type ComposeSources,
  type Found,
  portConflicts,
  replicaConflict,
  type ServiceView,
  serviceTypes,
  serviceView,
  type Version,
} from '../../workload/index.ts';
import { requireType } from '../../workload/require-type.ts';
import { hasVisitors, isCuredByProxy, routeBlockers, routesOf, shareSteps } from '../domain/index.ts';
import { instant } from '../node/index.ts';
import type { Unconcealed } from './concealed.ts';
import { folderBlockers, localBlockers } from './create.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { lookAtBuildServer } from './look-at-build-server.ts';
import { type Configured, type LeveledChange, planChanges } from './plan-changes.ts';
import { contentFor, outageWarnings, stepsOf } from './plan-steps.ts';
import { readSourcesOf } from './read-sources.ts';
import { deploymentRow } from './rows.ts';
import { configuredBy, ranOf, runningOf, savedOf } from './running.ts';
import { withinPatience } from './within-patience.ts';

/** What is to be deployed: an earlier deployment, or a configuration that is not saved; else what is saved. */
export interface PlanTarget {
  readonly rollbackTo?: string | undefined;
  readonly unsaved?: { readonly spec: ServiceSpec; readonly serverId?: string | undefined } | undefined;
}

const wantedOf = (store: Store, service: ServiceView, rollbackTo: string | undefined): Configured | null => {
  if (rollbackTo !== undefined) return configuredBy(store, deploymentRow(store.database, rollbackTo));
  const { spec } = service;
  return spec && savedOf(store, { ...service, spec });
};

/** What the server says; a failure that a person can do something about becomes a blocker. */
const look = async (
  parts: DeploymentParts,
  service: ServiceView,
  spec: ServiceSpec,
): Promise<{ found: Found | null; blockers: string[]; cures: PlanCure[] }> => {
  if (service.serverId === null) return { found: null, blockers: [], cures: [] };
  const type = serviceTypes[service.type];
  const content = type.contentOf(spec);
  const hasHostPorts = content.ports.some(({ hostPort }) => hostPort !== undefined);
  try {
    const asking = parts.servers.use(service.serverId, (connection) =>
      Promise.all([
        type.runtime.plan(connection, { serviceId: service.id, hasHostPorts }),
        routeBlockers(parts.store, service.id, connection),
        type.objections(connection, spec, {
          ...{ serviceId: service.id, image: null },
          ran: ranOf(parts.store, service.id),
        }),
      ]),
    );
    const [found, routes, objections] = await withinPatience(
      parts.store.access.node(service.serverId)?.name ?? 'The server',
      parts.servers.asked(service.serverId, asking),
    );
    const own = [...replicaConflict(content), ...portConflicts(content, found.holders), ...objections];
    const cures: PlanCure[] = [
      ...(own.length > 0 ? (['configure'] as const) : []),
      ...(routes.some(isCuredByProxy) ? (['proxy'] as const) : []),
    ];
    return { found, blockers: [...own, ...routes], cures };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { found: null, blockers: [error.message], cures: curesOf(error) };
  }
};

const curesOf = (error: AppError): PlanCure[] => {
  if (isAppError(error, 'UNREACHABLE')) return ['connect'];
  return isAppError(error, 'REMOTE_FAILED') && error.data.curedBy === 'setup' ? ['setup'] : [];
};

/** What is not as this store left it. */
const driftOf = (view: ServiceView, found: Found | null): string[] => {
  if (!view.currentDeploymentId || !found) return [];
  const { version } = found;
  if (!version) return ['The service was removed from its server by somebody else; it is created again.'];
  if (version.deploymentId === view.currentDeploymentId) return [];
  return ['What runs is not what was deployed last; it is replaced.'];
};

/** Replicas may have been scaled since: the server's word counts. */
const withScale = (changes: LeveledChange[], version: Version | null, wanted: number): LeveledChange[] => {
  if (!version || version.replicas === undefined) return changes;
  const others = changes.filter(({ field }) => field !== 'replicas');
  if (version.replicas === wanted) return others;
  return [...others, { field: 'replicas', from: String(version.replicas), to: String(wanted), levels: [] }];
};

/** The service as it would be with a configuration that is not saved yet. */
const viewWith = (store: Store, serviceId: string, unsaved: PlanTarget['unsaved']): ServiceView => {
  const view = serviceView(store, serviceId);
  if (!unsaved) return view;
  const { spec, serverId = view.serverId } = unsaved;
  requireType(view.type, spec);
  const serverName = serverId === null ? null : (store.access.node(serverId)?.name ?? null);
  return { ...view, spec, serverId, serverName };
};

/** What its repository holds: that of an earlier deployment as it was, else as it is now. */
const fetchFor = async (
  parts: DeploymentParts,
  { id: serviceId, serverId }: ServiceView,
  { spec, variables, sources }: Configured,
): Promise<{ sources: ComposeSources | null; blockers: string[] }> => {
  if (sources || serverId === null) return { sources: sources ?? null, blockers: [] };
  try {
    return { sources: await readSourcesOf(parts, { serviceId, serverId, spec, variables }), blockers: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { sources: null, blockers: error.code === 'UNREACHABLE' ? [] : [error.message] };
  }
};

/** What the server's own tool reads otherwise; what it cannot say is nobody's trouble. */
const opinionOn = async (
  parts: DeploymentParts,
  { id: serviceId, serverId, type }: ServiceView,
  { spec, variables, sources = null }: Configured,
): Promise<string[]> => {
  const { secondOpinion } = serviceTypes[type];
  if (!secondOpinion || serverId === null) return [];
  try {
    return await parts.servers.use(serverId, (connection) =>
      secondOpinion(connection, spec, { serviceId, variables, sources }),
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [];
  }
};

/** When what runs was seen last, where the server does not say it now. */
const seenBefore = ({ servers }: DeploymentParts, { serverId, seenAt }: ServiceView) => {
  if (serverId === null || seenAt === null) return { seenAt: null, staleBecause: null };
  const { isFresh, asOf, reason = null } = servers.freshnessOf(serverId, seenAt);
  return { seenAt: isFresh ? instant(seenAt) : asOf, staleBecause: reason };
};

/** The image of an earlier deployment is there: nothing is asked of what built it. */
const builtAlready = { name: null, blockers: [] };

/** Compares what is wanted with what runs; changes nothing. An unreachable server is a blocker in it. */
export const planDeployment = async (
  parts: DeploymentParts,
  serviceId: string,
  { rollbackTo, unsaved }: PlanTarget,
): Promise<Unconcealed<Plan>> => {
  const { store } = parts;
  const view = viewWith(store, serviceId, unsaved);
  const missing = localBlockers(view).filter(({ field }) => !(rollbackTo && field === 'spec'));
  const wanted = wantedOf(store, view, rollbackTo);
  const running = runningOf(store, view)?.configured ?? null;
  if (!wanted) {
    const blockers = missing.map(({ reason }) => reason);
    return {
      isFirst: true,
      changes: [],
      order: 'start-first',
      steps: [],
      warnings: [],
      blockers,
      cures: ['configure'],
      seenAt: null,
      staleBecause: null,
    };
  }
  const isRollback = rollbackTo !== undefined;
  const [{ found, blockers, cures }, built] = await Promise.all([
    look(parts, view, wanted.spec),
    isRollback ? builtAlready : lookAtBuildServer(parts, { ...view, spec: wanted.spec }),
  ]);
  const type = serviceTypes[view.type];
  const { routes } = routesOf(store, serviceId);
  const routed = routes.map(({ part }) => part);
  const isFirst = found ? found.version === null : running === null;
  const version = found?.version ?? null;
  const accepted = acceptedIds(store, view.id, view.serverId);
  const fetched = await fetchFor(parts, view, wanted);
  const { sources } = fetched;
  const review = await type.review?.(wanted.spec, wanted.variables, accepted, sources);
  const before =
    running && (await type.review?.(running.spec, running.variables, accepted, running.sources ?? null));
  const isReadable = found !== null && review?.fields !== undefined;
  const opinion = isReadable ? await opinionOn(parts, view, { ...wanted, sources }) : [];
  const from = isFirst || !running ? null : { ...running, read: before?.fields };
  const drift = driftOf(view, found);
  const changes = planChanges(type, from, { ...wanted, read: review?.fields });
  const outages = review?.outagesOf?.({
    changed: changes.map(({ field }) => field),
    routed,
    keeping: version?.keeping ?? [],
  });
  const content = contentFor(type.contentOf(wanted.spec), { routed, outages });
  return {
    isFirst,
    changes: withScale(changes, version, content.replicas),
    problems: wanted.problems ?? [],
    hasDrifted: drift.length > 0,
    order: content.order === 'stop-first' ? 'stop-first' : 'start-first',
    steps: stepsOf(type, wanted.spec, {
      content,
      isFirst,
      isRollback,
      builtOn: built.name,
      runsOn: view.serverName,
      isRouted: hasVisitors(store, serviceId),
      shares: shareSteps(store, routes, serviceId),
    }),
    warnings: [
      ...type.warningsOf(wanted.spec, version !== null),
      ...(version === null ? [] : outageWarnings(outages)),
      ...drift,
      ...(review?.warnings ?? []),
      ...opinion,
    ],
    blockers: [
      ...missing.map(({ reason }) => reason),
      ...(isRollback ? [] : folderBlockers(store, serviceId, wanted.spec)),
      ...blockers,
      ...built.blockers,
      ...fetched.blockers,
      ...(review?.blockers ?? []),
    ],
    cures: missing.length + built.blockers.length > 0 ? ['configure', ...cures] : cures,
    ...(found ? { seenAt: instant(store.now()), staleBecause: null } : seenBefore(parts, view)),
  };
};
