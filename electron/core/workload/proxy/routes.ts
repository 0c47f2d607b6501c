/** Somebody whom a route lets in, with the bcrypt hash of their password. */
export interface RoutePerson {
  readonly name: string;
  readonly hash: string;
}

/** One host and path that lead to a service. What is in it was checked by the contract, and is quoted all the same. */
export interface Route {
  readonly id: string;
  readonly host: string;
  /** `/`, or a path without a slash at its end. */
  readonly path: string;
  readonly stripsPath: boolean;
  readonly port: number;
  readonly part: string | null;
  readonly https: 'none' | 'acme' | 'internal';
  readonly redirectsHttp: boolean;
  readonly redirectsWww: boolean;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly people: readonly RoutePerson[];
}

/** Two versions of a service may run beside each other: each of them has one of two places behind the proxy. */
export type Slot = 'a' | 'b';

/** The other place, where the next version goes. */
export const otherSlot = (slot: Slot): Slot => (slot === 'a' ? 'b' : 'a');

/** All that leads to one service. */
export interface ServiceRoutes {
  readonly serviceId: string;
  readonly routes: readonly Route[];
}

/**
 * The name by which the proxy finds the replicas in one place of a service, in the DNS of the network that both are on;
 * by the service's id, which no name that people give to others in that network can equal by chance.
 */
export function upstreamName(serviceId: string, slot: Slot, part: string | null = null): string {
  const own = serviceId.toLowerCase().replace('_', '-');
  return part === null ? `${own}-${slot}` : `${own}-${slot}-${part}`;
}

/** What is asked first of several routes that match: exact hosts before wildcards, longer paths before shorter ones. */
export function bySpecificity(
  one: Pick<Route, 'host' | 'path'>,
  other: Pick<Route, 'host' | 'path'>,
): number {
  return (
    Number(one.host.startsWith('*')) - Number(other.host.startsWith('*')) ||
    other.path.length - one.path.length ||
    (one.host < other.host ? -1 : Number(one.host > other.host)) ||
    (one.path < other.path ? -1 : Number(one.path > other.path))
  );
}

/** How the proxy of a server gets its certificates. */
export interface Acme {
  readonly email: string | null;
  /** The directory of another authority than Let's Encrypt. */
  readonly directory: string | null;
  /** Certificates in PEM by which that authority's own are trusted, where it is a private one. */
  readonly roots: string | null;
}
