import type { Content } from '../desired/desired.ts';

/** Who holds a port of a server. */
export interface PortHolder {
  readonly port: number;
  readonly protocol: string;
  readonly by: string;
}

/** Why the ports that a service wants on its server cannot be had, one sentence each. */
export const portConflicts = (content: Pick<Content, 'ports'>, holders: readonly PortHolder[]): string[] =>
  content.ports.flatMap(({ hostPort, protocol }) => {
    const holder = holders.find((held) => held.port === hostPort && held.protocol === protocol);
    return holder
      ? [
          `Port ${hostPort}/${protocol} of the server is in use by ${holder.by}; choose another port, or stop what holds it.`,
        ]
      : [];
  });

/** A host port can be bound once on a server, whatever the number of replicas. */
export const replicaConflict = (content: Pick<Content, 'ports' | 'replicas'>): string[] =>
  content.replicas > 1 && content.ports.some((port) => port.hostPort !== undefined)
    ? [
        `${content.replicas} replicas cannot all hold the same port of one server; take 1 replica, or publish no port.`,
      ]
    : [];
