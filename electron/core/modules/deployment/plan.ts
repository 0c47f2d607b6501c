import type { Plan, PlanChange } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { AppError } from '#shared/model/errors.ts';
import { dockerOver } from '../../remote/docker/client.ts';
import type { SwarmService } from '../../remote/docker/services.ts';
import type { Store } from '../../store/store.ts';
import {
  label,
  listeningPorts,
  orderOf,
  type Probe,
  portConflicts,
  probeServer,
  replicaConflict,
} from '../../workload/index.ts';
import { instant } from '../node/index.ts';
import { resolveVariables } from '../variable/index.ts';
import { localBlockers } from './create.ts';
import type { DeploymentParts } from './deployment-run.ts';
import { type Configured, planChanges } from './plan-changes.ts';
import { deploymentRow, openVariables } from './rows.ts';
import { type ServiceView, serviceView, specOf } from './view.ts';

const configuredBy = (store: Store, deploymentId: string): Configured => {
  const row = deploymentRow(store.database, deploymentId);
  return { spec: specOf(row), variables: openVariables(store, row) };
};

const runningOf = (store: Store, service: ServiceView): Configured | null =>
  service.currentDeploymentId === null ? null : configuredBy(store, service.currentDeploymentId);

const wantedOf = (store: Store, service: ServiceView, rollbackTo: string | undefined): Configured | null => {
  if (rollbackTo !== undefined) return configuredBy(store, rollbackTo);
  return service.spec && { spec: service.spec, variables: resolveVariables(store, service.id) };
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
): Promise<{ probe: Probe | null; blockers: string[] }> => {
  if (service.serverId === null) return { probe: null, blockers: [] };
  try {
    const asking = parts.servers.use(service.serverId, (connection) =>
      probeServer(dockerOver(connection), service.id, spec, () => listeningPorts(connection)),
    );
    const probe = await withinPatience(
      parts.store.access.node(service.serverId)?.name ?? 'The server',
      asking,
    );
    return { probe, blockers: [...replicaConflict(spec), ...portConflicts(spec, probe.holders)] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { probe: null, blockers: [error.message] };
  }
};

const stepsOf = (spec: ServiceSpec, isFirst: boolean, isRollback: boolean): string[] => {
  const { source } = spec;
  const image =
    isRollback && source.type === 'git'
      ? ['Take the image that was built then']
      : source.type === 'image'
        ? [`Take the image ${source.image} and pin it by its digest`]
        : [`Fetch ${source.url} on the server`, `Build the image from ${source.dockerfile}`];
  const how =
    orderOf(spec) === 'start-first' ? 'each new one before its old one stops' : 'the old one stops first';
  const replicas = `${spec.replicas} ${spec.replicas === 1 ? 'replica' : 'replicas'}`;
  const start = isFirst ? `Start ${replicas}` : `Update ${replicas}, ${how}`;
  const health = spec.healthCheck ? 'healthy' : 'running';
  const verify = `Wait until all are ${health} for ${spec.soakSeconds} s; else go back`;
  return [...image, start, verify];
};

const warningsOf = (parts: {
  spec: ServiceSpec;
  service: SwarmService | null;
  view: ServiceView;
  wasSeen: boolean;
}): string[] => {
  const { spec, service, view, wasSeen } = parts;
  const warnings: string[] = [];
  if (service && orderOf(spec) === 'stop-first') {
    warnings.push(
      'It holds a port of the server, so the old version stops before the new one starts: a short outage.',
    );
  }
  if (!spec.healthCheck) {
    warnings.push('It has no health check: a version that runs but does not work is not noticed.');
  }
  if (spec.replicas === 0) warnings.push('It is set to 0 replicas, so nothing will run.');
  if (view.currentDeploymentId && wasSeen && !service) {
    warnings.push('The service was removed from its server by somebody else; it is created again.');
  }
  const runs = service?.labels[label.deployment];
  if (service && view.currentDeploymentId && runs !== view.currentDeploymentId) {
    warnings.push('What runs is not what was deployed last; it is replaced.');
  }
  return warnings;
};

/** Replicas may have been scaled since: the server's word counts. */
const withScale = (changes: PlanChange[], service: SwarmService | null, spec: ServiceSpec): PlanChange[] => {
  if (!service || service.replicas === undefined) return changes;
  const others = changes.filter(({ field }) => field !== 'replicas');
  if (service.replicas === spec.replicas) return others;
  return [...others, { field: 'replicas', from: String(service.replicas), to: String(spec.replicas) }];
};

/** Compares what is wanted with what runs; changes nothing. An unreachable server is a blocker in it. */
export const planDeployment = async (
  parts: DeploymentParts,
  serviceId: string,
  rollbackTo: string | undefined,
): Promise<Plan> => {
  const { store } = parts;
  const view = serviceView(store, serviceId);
  const missing = localBlockers(view).filter(({ field }) => !(rollbackTo && field === 'spec'));
  const wanted = wantedOf(store, view, rollbackTo);
  const running = runningOf(store, view);
  if (!wanted) {
    const blockers = missing.map(({ reason }) => reason);
    return {
      isFirst: true,
      changes: [],
      order: 'start-first',
      steps: [],
      warnings: [],
      blockers,
      seenAt: null,
    };
  }
  const { probe, blockers } = await look(parts, view, wanted.spec);
  const isFirst = probe ? probe.service === null : running === null;
  const from = isFirst ? null : running;
  return {
    isFirst,
    changes: withScale(planChanges(from, wanted), probe?.service ?? null, wanted.spec),
    order: orderOf(wanted.spec),
    steps: stepsOf(wanted.spec, isFirst, rollbackTo !== undefined),
    warnings: warningsOf({
      spec: wanted.spec,
      service: probe?.service ?? null,
      view,
      wasSeen: probe !== null,
    }),
    blockers: [...missing.map(({ reason }) => reason), ...blockers],
    seenAt: probe ? instant(store.now()) : view.seenAt === null ? null : instant(view.seenAt),
  };
};
