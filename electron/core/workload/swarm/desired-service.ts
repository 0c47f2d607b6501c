import type { ServiceSpec as Wanted } from '#shared/contract/service-spec.ts';
import type { ServiceSpec } from '../../remote/docker/service-spec.ts';
import type { Variable } from '../runtime/variable.ts';

/** The labels on everything that is made on a server. */
export const label = {
  organization: 'quayside.organization',
  project: 'quayside.project',
  environment: 'quayside.environment',
  service: 'quayside.service',
  deployment: 'quayside.deployment',
  fence: 'quayside.fence',
  /** On a service that was stopped so that its old version can come back: the replicas it then gets. */
  comesBack: 'quayside.comes-back',
} as const;

/** Ids of the path of a service. */
export interface PathIds {
  readonly organization: string;
  readonly project: string;
  readonly environment: string;
  readonly service: string;
}

/** Seconds a container gets to end by itself before it is killed. */
const stopGraceMs = 10_000;
const restartDelayMs = 2_000;

/** A host port can be held once: such a service stops before its successor starts. */
export const orderOf = (spec: Wanted): 'start-first' | 'stop-first' =>
  spec.ports.some((port) => port.hostPort !== undefined) ? 'stop-first' : 'start-first';

/** Swarm expands Go templates in the environment; this keeps `{{` the two characters that it is. */
export const literalValue = (value: string): string => value.replaceAll('{{', '{{"{{"}}');

export const pathLabels = (ids: PathIds): Record<string, string> => ({
  [label.organization]: ids.organization,
  [label.project]: ids.project,
  [label.environment]: ids.environment,
  [label.service]: ids.service,
});

/**
 * What Swarm is asked to run for one deployment. The container label with the deployment's id makes every
 * deployment replace every task, and tells old tasks from new ones.
 */
export const desiredService = (parts: {
  readonly name: string;
  readonly alias: string;
  readonly ids: PathIds;
  readonly deploymentId: string;
  readonly fence: number;
  readonly image: string;
  readonly networkId: string;
  readonly spec: Wanted;
  readonly variables: readonly Variable[];
}): ServiceSpec => {
  const { spec, ids, deploymentId } = parts;
  const check = spec.healthCheck;
  const { memoryMiB, cpus } = spec.limits;
  return {
    name: parts.name,
    image: parts.image,
    labels: { ...pathLabels(ids), [label.deployment]: deploymentId, [label.fence]: String(parts.fence) },
    containerLabels: { ...pathLabels(ids), [label.deployment]: deploymentId },
    env: Object.fromEntries(parts.variables.map(({ name, value }) => [name, literalValue(value)])),
    args: spec.command.length > 0 ? spec.command : undefined,
    replicas: spec.replicas,
    ports: spec.ports.flatMap(({ containerPort, hostPort, protocol }) =>
      hostPort === undefined
        ? []
        : [{ target: containerPort, published: hostPort, protocol, mode: 'host' as const }],
    ),
    networks: [{ target: parts.networkId, aliases: [parts.alias] }],
    endpointMode: 'dnsrr',
    healthCheck: check && {
      test: ['CMD', ...check.command],
      intervalMs: check.intervalSeconds * 1_000,
      timeoutMs: check.timeoutSeconds * 1_000,
      retries: check.retries,
      startPeriodMs: check.startPeriodSeconds * 1_000,
    },
    limits: {
      cpus,
      memoryBytes: memoryMiB === undefined ? undefined : memoryMiB * 1024 * 1024,
    },
    stopGraceMs,
    restart: { condition: 'any', delayMs: restartDelayMs },
    update: {
      order: orderOf(spec),
      parallelism: 1,
      monitorMs: spec.soakSeconds * 1_000,
      onFailure: 'rollback',
    },
  };
};
