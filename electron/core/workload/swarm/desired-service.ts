import type { ServiceSpec } from '../../remote/docker/service-spec.ts';
import type { Content, Desired } from '../desired/desired.ts';
import { upstreamName } from '../proxy/routes.ts';
import { label, pathLabels } from '../runtime/labels.ts';
import { type MadeMounts, swarmMounts } from './mounts.ts';

/** Milliseconds a container gets to end by itself before it is killed. */
const stopGraceMs = 10_000;
const restartDelayMs = 2_000;
/**
 * How often a container that starts is asked for its health. A check costs a server about 0.1 s of a core (measured: 12 %
 * of one for a check each second), so it is quick only as long as somebody waits for it.
 */
const startIntervalMs = 1_000;
const mebibyte = 1024 * 1024;

/**
 * What Swarm is asked to run for one deployment. The container label with the deployment's id makes every
 * deployment replace every task, and tells old tasks from new ones.
 */
export function desiredService(
  desired: Desired & { readonly networkId: string; readonly made: MadeMounts },
): ServiceSpec {
  const { ids, deploymentId, content, fence, made, slot } = desired;
  const labels = { ...pathLabels(ids), [label.deployment]: deploymentId };
  return {
    name: desired.name,
    image: desired.image,
    labels: { ...labels, [label.fence]: String(fence), [label.slot]: slot },
    containerLabels: labels,
    env: Object.fromEntries(desired.variables.map(({ name, value }) => [name, literalValue(value)])),
    args: content.command.length > 0 ? content.command : undefined,
    replicas: content.replicas,
    ports: heldPorts(content),
    networks: [{ target: desired.networkId, aliases: [desired.alias, upstreamName(ids.service, slot)] }],
    endpointMode: 'dnsrr',
    healthCheck: healthCheckOf(content),
    limits: limitsOf(content),
    mounts: swarmMounts(desired),
    secrets: made.secrets,
    placement: made.nodeId === undefined ? undefined : [`node.id==${made.nodeId}`],
    stopGraceMs: content.stopSeconds === undefined ? stopGraceMs : content.stopSeconds * 1_000,
    restart: { condition: 'any', delayMs: restartDelayMs },
    update: {
      order: content.order === 'stop-first' ? 'stop-first' : 'start-first',
      parallelism: 1,
      monitorMs: content.soakSeconds * 1_000,
      onFailure: 'rollback',
    },
  };
}

/** Swarm expands Go templates in the environment; this keeps `{{` the two characters that it is. */
export function literalValue(value: string): string {
  return value.replaceAll('{{', '{{"{{"}}');
}

const heldPorts = ({ ports }: Content): ServiceSpec['ports'] =>
  ports.flatMap(({ containerPort, hostPort, protocol }) =>
    hostPort === undefined
      ? []
      : [{ target: containerPort, published: hostPort, protocol, mode: 'host' as const }],
  );

const healthCheckOf = ({ healthCheck: check }: Content): ServiceSpec['healthCheck'] =>
  check && {
    test: ['CMD', ...check.command],
    intervalMs: check.intervalSeconds * 1_000,
    timeoutMs: check.timeoutSeconds * 1_000,
    retries: check.retries,
    startPeriodMs: check.startPeriodSeconds * 1_000,
    startIntervalMs,
  };

const limitsOf = ({ limits: { cpus, memoryMiB } }: Content): ServiceSpec['limits'] => ({
  cpus,
  memoryBytes: memoryMiB === undefined ? undefined : memoryMiB * mebibyte,
});
