import { wwwOf } from '#shared/model/domain/host.ts';

/** Somebody whom a route lets in, with the bcrypt hash of their password. */
export interface RoutePerson {
  readonly name: string;
  readonly hash: string;
}

/** A certificate that visitors are shown, with its key. */
export interface RouteCertificate {
  /** Of its content: another certificate has another one. */
  readonly digest: string;
  /** PEM, the certificate itself first. */
  readonly chain: string;
  /** Opens the key, as PEM; asked only where it is written to the server. */
  readonly openKey: () => string;
}

/** A part of a route's requests that another service of the same server answers. */
export interface RouteShare {
  readonly serviceId: string;
  readonly port: number;
  /** Of a hundred; the service of the route answers what is left. */
  readonly percent: number;
  /** Where that service is found by one name instead of its two places. */
  readonly upstream?: string | undefined;
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
  readonly https: 'none' | 'acme' | 'internal' | 'own';
  /** Where `https` is `own`. */
  readonly certificate: RouteCertificate | null;
  readonly redirectsHttp: boolean;
  readonly redirectsWww: boolean;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly people: readonly RoutePerson[];
  readonly shares: readonly RouteShare[];
}

/** The hosts of a route: its own, and the other form of the name where that is led here. */
export const hostsOf = ({ host, redirectsWww }: Pick<Route, 'host' | 'redirectsWww'>): string[] =>
  redirectsWww ? [host, wwwOf(host)] : [host];

/** Two versions of a service may run beside each other: each of them has one of two places behind the proxy. */
export type Slot = 'a' | 'b';

/** The other place, where the next version goes. */
export const otherSlot = (slot: Slot): Slot => (slot === 'a' ? 'b' : 'a');

/** Which place serves: of a service, and of each of its parts that has places of its own; one that is not told is in `a`. */
export interface Places {
  readonly own: Slot;
  readonly parts: Readonly<Record<string, Slot>>;
}

/** Where everything is before anything was updated beside what ran. */
export const firstPlaces: Places = { own: 'a', parts: {} };

/** The place that serves of a service, or of one of its parts. */
export const placeOf = ({ own, parts }: Places, part: string | null): Slot =>
  part === null ? own : Object.hasOwn(parts, part) ? (parts[part] ?? 'a') : 'a';

/** The name of the file that says of a service, or of one of its parts, that place `b` serves; no id has a dot in it. */
export const placeFileName = (serviceId: string, part: string | null): string =>
  part === null ? serviceId : `${serviceId}.${part}`;

/** All that leads to one service. */
export interface ServiceRoutes {
  readonly serviceId: string;
  readonly routes: readonly Route[];
  /** Whether routes of other services share their requests with it. */
  readonly isShared?: boolean | undefined;
  /** Where the service, or a part of it, is found by one name instead of its two places. */
  readonly hostOf?: ((part: string | null) => string) | undefined;
}

/**
 * The name by which the proxy finds the replicas in one place of a service, in the DNS of the network that both are on;
 * by the service's id, which no name that people give to others in that network can equal by chance. A slot may be left to
 * a variable of a compose file.
 */
export function upstreamName(
  serviceId: string,
  slot: Slot | `\${${string}}`,
  part: string | null = null,
): string {
  const own = serviceId.toLowerCase().replace('_', '-');
  return part === null ? `${own}-${slot}` : `${own}-${slot}-${part}`;
}

/** The same for what another service answers of a route. */
export const shareUpstream = ({ serviceId, upstream }: RouteShare, slot: Slot): string =>
  upstream ?? upstreamName(serviceId, slot);

/** Which place serves of each service that routes share their requests with; `a` where it is not said. */
export type SharedSlots = ReadonlyMap<string, Slot>;

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
