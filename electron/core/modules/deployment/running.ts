import type { Running } from '#shared/contract/deployment.ts';
import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { specFacts } from '#shared/contract/spec-facts.ts';
import type { Store } from '../../store/store.ts';
import { type ServiceView, serviceTypes, serviceView, specOf } from '../../workload/index.ts';
import { buildServerNameOf } from '../node/index.ts';
import { resolveVariables } from '../variable/index.ts';
import type { Unconcealed } from './concealed.ts';
import { openFiles, resolveFiles } from './files.ts';
import { withOwnVariables } from './own-variables.ts';
import { type Configured, type LeveledChange, planChanges } from './plan-changes.ts';
import { type DeploymentRow, deploymentRow, openVariables, sourcesOf } from './rows.ts';

/** What a deployment was asked to run. */
export function configuredBy(store: Store, row: DeploymentRow): Configured {
  const spec = specOf(row);
  const rest = {
    files: openFiles(store, row),
    sources: sourcesOf(row),
    buildServer: buildServerNameOf(store, spec),
  };
  return { spec, variables: openVariables(store, row), ...rest };
}

/** What a deployment of a configuration would run, here or in the environment given, with what cannot be resolved of it. */
export function savedOf(
  store: Store,
  {
    id,
    type,
    spec,
    serverId,
    environmentId,
  }: Pick<ServiceView, 'id' | 'type' | 'serverId'> & {
    readonly spec: ServiceSpec;
    readonly environmentId?: string | undefined;
  },
): Configured {
  const { variables, problems } = resolveVariables(store, id, serverId, environmentId);
  const resolved = resolveFiles(store, { id, serverId, environmentId }, serviceTypes[type].contentOf(spec));
  const all = withOwnVariables(store, { serviceId: id, spec }, variables);
  const asked = serviceTypes[type].variableProblems?.(spec, all) ?? [];
  return {
    spec,
    variables: all,
    files: resolved.files,
    buildServer: buildServerNameOf(store, spec),
    problems: [...problems, ...resolved.problems, ...asked],
  };
}

/** What the deployment was that ran of a service last, null where none ever did. */
export function ranOf(store: Store, serviceId: string): ServiceSpec | null {
  const { currentDeploymentId: id } = serviceView(store, serviceId);
  return id === null ? null : specOf(deploymentRow(store.database, id));
}

/** The deployment that runs of a service, with what it was asked to run; undefined where none does. */
export function runningOf(
  store: Store,
  { currentDeploymentId: id, runtime, spec }: ServiceView,
): { readonly row: DeploymentRow; readonly configured: Configured } | undefined {
  if (id === null) return undefined;
  const row = deploymentRow(store.database, id);
  const configured = configuredBy(store, row);
  const deployed = configured.spec;
  const replicas = scaledTo(runtime) ?? specFacts(spec ?? deployed).replicas;
  return { row, configured: { ...configured, spec: specFacts(deployed).scaledTo(replicas) ?? deployed } };
}

/** Which deployment runs of a service, and where its saved configuration differs; asks no server. */
export function runningDeployment(store: Store, serviceId: string): Unconcealed<Running> {
  const view = serviceView(store, serviceId);
  const running = runningOf(store, view);
  if (!running) return { deployment: null, changes: [] };
  const { id, number, rollback_of: wayBack } = running.row;
  const deployment = { id, number, isWayBack: wayBack !== null };
  return { deployment, changes: changesOf(store, view, running.configured) };
}

function changesOf(
  store: Store,
  { id, type, spec, serverId }: ServiceView,
  running: Configured,
): LeveledChange[] {
  if (spec === null) return [];
  const saved = savedOf(store, { id, type, spec, serverId });
  return planChanges(serviceTypes[type], running, saved);
}

/**
 * How many replicas there were last, which a scaling changes without a deployment; undefined for a service that was
 * stopped, whose number is the saved one.
 */
function scaledTo(runtime: string | null): number | undefined {
  if (runtime === null) return undefined;
  const { desiredReplicas } = JSON.parse(runtime) as { desiredReplicas: number };
  return desiredReplicas > 0 ? desiredReplicas : undefined;
}
