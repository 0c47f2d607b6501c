import type { Plan, PlanCure } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError, isAppError } from '#shared/model/errors.ts';
import type { Store } from '../../store/store.ts';
import {
  type AnyServiceType,
  acceptedIds,
  type Content,
  type Found,
  portConflicts,
  replicaConflict,
  type ServiceView,
  serviceTypes,
  serviceView,
  type Version,
} from '../../workload/index.ts';
import { requireType } from '../../workload/require-type.ts';
import { routeBlockers, routesOf } from '../domain/index.ts';
import { instant } from '../node/index.ts';
import type { Unconcealed } from './concealed.ts';
import { localBlockers } from './create.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { type Configured, type LeveledChange, planChanges } from './plan-changes.ts';
import { deploymentRow } from './rows.ts';
import { configuredBy, runningOf, savedOf } from './running.ts';

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

/** A plan is waited for by a person: a server that hangs is told as such before they give up. */
const patienceMs = 10_000;

const withinPatience = async <T>(server: string, asking: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new AppError('UNREACHABLE', { server, reason: 'timeout' })),
    patienceMs,
  );
  try {
    return await Promise.race([asking, late.promise]);
  } finally {
    clearTimeout(timer);
  }
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
        type.objections(connection, spec, { serviceId: service.id, image: null }),
      ]),
    );
    const [found, routes, objections] = await withinPatience(
      parts.store.access.node(service.serverId)?.name ?? 'The server',
      parts.servers.asked(service.serverId, asking),
    );
    const own = [...replicaConflict(content), ...portConflicts(content, found.holders), ...objections];
    return { found, blockers: [...own, ...routes], cures: own.length > 0 ? ['configure'] : [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { found: null, blockers: [error.message], cures: curesOf(error) };
  }
};

const curesOf = (error: AppError): PlanCure[] => {
  if (isAppError(error, 'UNREACHABLE')) return ['connect'];
  return isAppError(error, 'REMOTE_FAILED') && error.data.curedBy === 'setup' ? ['setup'] : [];
};

const stepsOf = (
  type: AnyServiceType,
  spec: ServiceSpec,
  { isFirst, isRollback, isRouted }: { isFirst: boolean; isRollback: boolean; isRouted: boolean },
): string[] => {
  const content = type.contentOf(spec);
  const { order, replicas: count, healthCheck, soakSeconds } = content;
  const how = order === 'start-first' ? 'each new one before its old one stops' : 'the old one stops first';
  const replicas = `${count} ${count === 1 ? 'replica' : 'replicas'}`;
  const words = type.words.launch;
  const launch = words && (isFirst ? words.first : words.update);
  const start = launch ?? (isFirst ? `Start ${replicas}` : `Update ${replicas}, ${how}`);
  const verify = `Wait until all are ${healthCheck ? 'healthy' : 'running'} for ${soakSeconds} s; else go back`;
  return [
    ...type.image.stepsOf(spec, isRollback),
    start,
    verify,
    ...(isRouted ? routeSteps(content, isFirst) : []),
  ];
};

/** Behind a proxy a new version gets the visitors before the old one ends, unless something can be held only once. */
const routeSteps = ({ order, drainSeconds }: Content, isFirst: boolean): string[] => {
  if (isFirst || order === 'stop-first') return ['Lead its domains to it'];
  return [
    'Lead its domains to the new version',
    drainSeconds === 0
      ? 'End the old one at once, whatever is open to it'
      : `End the old one once its open requests have ended, ${drainSeconds} s later at most`,
  ];
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

/** When what runs was seen last, where the server does not say it now. */
const seenBefore = ({ servers }: DeploymentParts, { serverId, seenAt }: ServiceView) => {
  if (serverId === null || seenAt === null) return { seenAt: null, staleBecause: null };
  const { isFresh, asOf, reason = null } = servers.freshnessOf(serverId, seenAt);
  return { seenAt: isFresh ? instant(seenAt) : asOf, staleBecause: reason };
};

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
  const { found, blockers, cures } = await look(parts, view, wanted.spec);
  const type = serviceTypes[view.type];
  const content = type.contentOf(wanted.spec);
  const isFirst = found ? found.version === null : running === null;
  const version = found?.version ?? null;
  const accepted = acceptedIds(store, view.id, view.serverId);
  const review = await type.review?.(wanted.spec, wanted.variables, accepted);
  const before = running && (await type.review?.(running.spec, running.variables, accepted));
  const from = isFirst || !running ? null : { ...running, read: before?.fields };
  return {
    isFirst,
    changes: withScale(
      planChanges(type, from, { ...wanted, read: review?.fields }),
      version,
      content.replicas,
    ),
    problems: wanted.problems ?? [],
    order: content.order === 'stop-first' ? 'stop-first' : 'start-first',
    steps: stepsOf(type, wanted.spec, {
      isFirst,
      isRollback: rollbackTo !== undefined,
      isRouted: routesOf(store, serviceId).routes.length > 0,
    }),
    warnings: [
      ...type.warningsOf(wanted.spec, version !== null),
      ...driftOf(view, found),
      ...(review?.warnings ?? []),
    ],
    blockers: [...missing.map(({ reason }) => reason), ...blockers, ...(review?.blockers ?? [])],
    cures: missing.length > 0 ? ['configure', ...cures] : cures,
    ...(found ? { seenAt: instant(store.now()), staleBecause: null } : seenBefore(parts, view)),
  };
};
