import type { ComposeService } from '#shared/compose/schema/service.ts';
import { label } from '../runtime/labels.ts';

/** The variable that is given, on the server, the id of the Swarm node that this is. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: docker stack deploy interpolates it
export const nodeConstraint = 'node.id == ${QUAYSIDE_NODE}';

/**
 * How Swarm runs a part. What its file leaves open: the new task starts before the old one stops wherever two may be there at
 * once. A part that has something of this server's stays on it: another node has no such folder, volume or built image.
 */
export function deployOf(service: ComposeService, labels: Readonly<Record<string, string>>): object {
  const { deploy = {}, scale, volumes = [], image = '' } = service;
  const { mode = 'replicated', placement, update_config: update, resources } = deploy;
  const replicas = mode.startsWith('replicated') ? (deploy.replicas ?? scale ?? 1) : undefined;
  const isBound = volumes.some(({ type }) => type !== 'tmpfs') || !image.includes('@');
  const constraints = [...(placement?.constraints ?? []), ...(isBound ? [nodeConstraint] : [])];
  const restart = deploy.restart_policy ?? restartPolicy(service.restart);
  return {
    mode,
    ...(replicas !== undefined && { replicas }),
    endpoint_mode: deploy.endpoint_mode ?? 'dnsrr',
    labels: {
      ...deploy.labels,
      ...labels,
      ...(replicas !== undefined && { [label.replicas]: String(replicas) }),
    },
    update_config: { ...update, order: orderOf(service) },
    ...(deploy.rollback_config && { rollback_config: deploy.rollback_config }),
    ...(restart && { restart_policy: restart }),
    ...((placement || constraints.length > 0) && { placement: { ...placement, constraints } }),
    ...resourcesOf(service, resources),
  };
}

/** Whether a new task of a part is there before its old one stops. */
export function orderOf({ deploy, ports = [], volumes = [] }: ComposeService): 'start-first' | 'stop-first' {
  // a port of the node is held by one task at a time, and the new one would wait for ever
  if (ports.length > 0 && deploy?.endpoint_mode !== 'vip') return 'stop-first';
  const isShared = volumes.some(({ type, read_only: isReadOnly }) => type !== 'tmpfs' && !isReadOnly);
  return deploy?.update_config?.order ?? (isShared ? 'stop-first' : 'start-first');
}

function restartPolicy(restart: string | undefined): object | undefined {
  if (restart === undefined) return undefined;
  const [condition = '', attempts] = restart.split(':');
  if (condition === 'no' || condition === 'false') return { condition: 'none' };
  if (condition !== 'on-failure') return { condition: 'any' };
  return { condition, ...(attempts && { max_attempts: Number(attempts) }) };
}

type Resources = NonNullable<ComposeService['deploy']>['resources'];

function resourcesOf(service: ComposeService, resources: Resources): object {
  const limits = {
    cpus: resources?.limits?.cpus ?? service.cpus,
    memory: resources?.limits?.memory ?? service.mem_limit,
  };
  const reservations = {
    cpus: resources?.reservations?.cpus,
    memory: resources?.reservations?.memory ?? service.mem_reservation,
  };
  const asText = (each: object) =>
    Object.fromEntries(
      Object.entries(each).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
    );
  return { resources: { limits: asText(limits), reservations: asText(reservations) } };
}
