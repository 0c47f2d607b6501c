import { wwwOf } from '#shared/model/domain/host.ts';
import { ownPercent } from '#shared/model/domain/shares.ts';
import { type CertificateFiles, certificateFiles } from '../certificate-files.ts';
import {
  type Places,
  placeOf,
  type Route,
  type ServiceRoutes,
  type SharedSlots,
  shareUpstream,
  upstreamName,
} from '../routes.ts';

type Json = Record<string, unknown>;

/** The dynamic configuration of one service; Traefik's file provider reads one such file for each. */
export interface TraefikFile {
  readonly http?: {
    readonly routers: Readonly<Record<string, Json>>;
    readonly services: Readonly<Record<string, Json>>;
    readonly middlewares?: Readonly<Record<string, Json>>;
  };
  /** Traefik shows the one whose names fit best to whoever asks by a name. */
  readonly tls?: { readonly certificates: readonly Pick<CertificateFiles, 'certFile' | 'keyFile'>[] };
}

/** The entry points and the resolver that the static configuration names. */
export const entryPoints = { http: 'web', https: 'websecure' } as const;
export const certificateResolver = 'acme';

const nothingShared: SharedSlots = new Map();

/** What Traefik is told of a service's routes, with the places that serve of it and of each that shares its requests. */
export function traefikFile(
  { serviceId, routes, hostOf }: ServiceRoutes,
  places: Places,
  shared: SharedSlots = nothingShared,
): TraefikFile {
  if (routes.length === 0) return {};
  const nameOf = hostOf ?? ((part: string | null) => upstreamName(serviceId, placeOf(places, part), part));
  const parts = routes.map((route) => partsOf(nameOf(route.part), route, shared));
  const middlewares = Object.assign({}, ...parts.map((each) => each.middlewares)) as Record<string, Json>;
  const own = certificateFiles({ serviceId, routes });
  for (const { tag } of own) middlewares[certificateMark(tag)] = { headers: { customResponseHeaders: {} } };
  const certificates = own.map(({ certFile, keyFile }) => ({ certFile, keyFile }));
  return {
    http: {
      routers: Object.assign({}, ...parts.map((each) => each.routers)),
      services: Object.assign({}, ...parts.map((each) => each.services)),
      ...(Object.keys(middlewares).length > 0 ? { middlewares } : {}),
    },
    ...(certificates.length > 0 ? { tls: { certificates } } : {}),
  };
}

/**
 * The name of a middleware that nothing uses. Traefik's API shows no certificates; it shows this one once it has read the
 * file that names them.
 */
export const certificateMark = (tag: string): string => `certificate-${tag.toLowerCase().replace('.', '-')}`;

/** The name of Traefik's service for a route, by which its API is asked. */
export const traefikServiceName = (route: Pick<Route, 'id'>): string => route.id.toLowerCase();

interface Parts {
  readonly routers: Record<string, Json>;
  readonly services: Record<string, Json>;
  readonly middlewares: Record<string, Json>;
}

function partsOf(upstream: string, route: Route, shared: SharedSlots): Parts {
  const name = traefikServiceName(route);
  const own = ownMiddlewares(name, route);
  const www = route.redirectsWww ? wwwRedirect(name, route) : undefined;
  return {
    routers: { ...mainRouters(name, route, Object.keys(own)), ...www?.routers },
    services: servicesOf(name, upstream, route, shared),
    middlewares: { ...own, ...(redirects(route) ? { [`${name}-https`]: toHttps } : {}), ...www?.middlewares },
  };
}

const leadingTo = (upstream: string, port: number): Json => ({
  loadBalancer: { servers: [{ url: `http://${upstream}:${port}` }], passHostHeader: true },
});

/** One service for whoever answers a part, behind one that chooses by their weights; a weight of nothing is left out. */
function servicesOf(
  name: string,
  upstream: string,
  { port, shares }: Route,
  shared: SharedSlots,
): Record<string, Json> {
  const own = { name: `${name}-own`, weight: ownPercent(shares), service: leadingTo(upstream, port) };
  const others = shares.map((share) => ({
    name: `${name}-${share.serviceId.toLowerCase()}`,
    weight: share.percent,
    service: leadingTo(shareUpstream(share, shared.get(share.serviceId) ?? 'a'), share.port),
  }));
  const all = [own, ...others].filter(({ weight }) => weight > 0);
  if (others.length === 0) return { [name]: own.service };
  return {
    [name]: { weighted: { services: all.map(({ name, weight }) => ({ name, weight })) } },
    ...Object.fromEntries(all.map(({ name, service }) => [name, service])),
  };
}

const redirects = ({ https, redirectsHttp }: Route): boolean => https !== 'none' && redirectsHttp;

const toHttps: Json = { redirectScheme: { scheme: 'https', permanent: true } };

function mainRouters(name: string, route: Route, middlewares: readonly string[]): Record<string, Json> {
  const router = {
    rule: ruleOf(route.host, route.path),
    priority: priorityOf(route),
    service: name,
  };
  const withThem = middlewares.length > 0 ? { middlewares } : {};
  const plain = { ...router, entryPoints: [entryPoints.http] };
  if (route.https === 'none') return { [name]: { ...plain, ...withThem } };
  return {
    [`${name}-http`]: redirects(route)
      ? { ...plain, middlewares: [`${name}-https`] }
      : { ...plain, ...withThem },
    [name]: { ...router, entryPoints: [entryPoints.https], ...withThem, tls: tlsOf(route) },
  };
}

const tlsOf = ({ https }: Route): Json => (https === 'acme' ? { certResolver: certificateResolver } : {});

/** The other form of the name leads to this one, on every port that this one has. */
function wwwRedirect(name: string, route: Route): Pick<Parts, 'routers' | 'middlewares'> {
  const www = wwwOf(route.host);
  const scheme = redirects(route) ? 'https' : `$\{1}`;
  const middleware = `${name}-www`;
  const router = {
    rule: ruleOf(www, route.path),
    priority: priorityOf({ ...route, host: www }),
    service: name,
    middlewares: [middleware],
  };
  return {
    routers: {
      [`${name}-www-http`]: { ...router, entryPoints: [entryPoints.http] },
      ...(route.https === 'none'
        ? {}
        : { [middleware]: { ...router, entryPoints: [entryPoints.https], tls: tlsOf(route) } }),
    },
    middlewares: {
      [middleware]: {
        redirectRegex: {
          regex: `^(https?)://${www.replaceAll('.', '\\.')}(?::[0-9]+)?/(.*)$`,
          replacement: `${scheme}://${route.host}/$\{2}`,
          permanent: true,
        },
      },
    },
  };
}

function ownMiddlewares(name: string, { headers, people, stripsPath, path }: Route): Record<string, Json> {
  const set = Object.fromEntries(headers.map((header) => [header.name, header.value]));
  return {
    ...(headers.length > 0 ? { [`${name}-headers`]: { headers: { customResponseHeaders: set } } } : {}),
    ...(people.length > 0
      ? {
          [`${name}-people`]: {
            basicAuth: { users: people.map((person) => `${person.name}:${person.hash}`), removeHeader: true },
          },
        }
      : {}),
    ...(stripsPath && path !== '/' ? { [`${name}-strip`]: { stripPrefix: { prefixes: [path] } } } : {}),
  };
}

/** Traefik's `PathPrefix` is one of letters: `/api` would take `/apish` as well. */
export function ruleOf(host: string, path: string): string {
  const hostRule = host.startsWith('*.')
    ? `HostRegexp(\`^[^.]+${host.slice(1).replaceAll('.', '\\.')}$\`)`
    : `Host(\`${host}\`)`;
  return path === '/' ? hostRule : `${hostRule} && (Path(\`${path}\`) || PathPrefix(\`${path}/\`))`;
}

/** Exact hosts before wildcards, longer paths before shorter ones; no path is as long as the difference. */
const priorityOf = ({ host, path }: Pick<Route, 'host' | 'path'>): number =>
  (host.startsWith('*') ? 1_000 : 10_000) + path.length;
