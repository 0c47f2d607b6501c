import type { ServiceSpec } from '#shared/contract/service-spec.ts';

/** Who holds a port of a server. */
export interface PortHolder {
  readonly port: number;
  readonly protocol: string;
  readonly by: string;
}

/** Why the ports that a service wants on its server cannot be had, one sentence each. */
export const portConflicts = (spec: ServiceSpec, holders: readonly PortHolder[]): string[] =>
  spec.ports.flatMap(({ hostPort, protocol }) => {
    const holder = holders.find((held) => held.port === hostPort && held.protocol === protocol);
    return holder
      ? [
          `Port ${hostPort}/${protocol} of the server is in use by ${holder.by}; choose another port, or stop what holds it.`,
        ]
      : [];
  });

/** A host port can be bound once on a server, whatever the number of replicas. */
export const replicaConflict = (spec: ServiceSpec): string[] =>
  spec.replicas > 1 && spec.ports.some((port) => port.hostPort !== undefined)
    ? [
        `${spec.replicas} replicas cannot all hold the same port of one server; take 1 replica, or publish no port.`,
      ]
    : [];
