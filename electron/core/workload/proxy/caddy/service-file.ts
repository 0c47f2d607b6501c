import { wwwOf } from '#shared/model/domain/host.ts';
import { type CertificateFiles, certificateFiles } from '../certificate-files.ts';
import {
  hostsOf,
  placeFileName,
  type Route,
  type RouteShare,
  type ServiceRoutes,
  type Slot,
  shareUpstream,
  upstreamName,
} from '../routes.ts';
import { literal } from './literal.ts';

type Json = Record<string, unknown>;

/** One route of Caddy's, with what its place among all others is decided by. */
export interface PlacedRoute {
  readonly host: string;
  readonly path: string;
  readonly route: Json;
}

/** What one service adds to the configuration of Caddy; the file that is kept of it on its server. */
export interface CaddyFile {
  readonly http: readonly PlacedRoute[];
  readonly https: readonly PlacedRoute[];
  /** Names that get a certificate from an ACME authority. */
  readonly acme: readonly string[];
  /** Names that get one of Caddy's own. */
  readonly internal: readonly string[];
  /** Certificates that were brought along. */
  readonly own?: readonly CertificateFiles[];
}

/** Where Caddy, in its container, finds one file for each service, and each part, whose place `b` is the one that serves. */
export const slotsFolder = '/etc/quayside/proxy/slots';

/** What Caddy is told of a service's routes. Which of its places serves is no part of it: a switch changes no configuration. */
export function caddyFile(all: ServiceRoutes): CaddyFile {
  const { routes } = all;
  const own = certificateFiles(all);
  return {
    http: routes.flatMap((route) => onPort(all, route, 'http')),
    https: routes.flatMap((route) => (route.https === 'none' ? [] : onPort(all, route, 'https'))),
    acme: routes.flatMap((route) => (route.https === 'acme' ? hostsOf(route) : [])),
    internal: routes.flatMap((route) => (route.https === 'internal' ? hostsOf(route) : [])),
    ...(own.length > 0 ? { own } : {}),
  };
}

function onPort(all: ServiceRoutes, route: Route, scheme: 'http' | 'https'): PlacedRoute[] {
  const { host, path } = route;
  const target = route.https !== 'none' && route.redirectsHttp ? 'https' : scheme;
  const www = wwwOf(host);
  const fromWww: PlacedRoute[] = route.redirectsWww
    ? [
        {
          host: www,
          path,
          route: { match: [match(www, path)], handle: [redirect(target, host)], terminal: true },
        },
      ]
    : [];
  const handle = scheme === target ? handlers(all, route) : [redirect(target, '{http.request.host}')];
  return [{ host, path, route: { match: [match(host, path)], handle, terminal: true } }, ...fromWww];
}

const match = (host: string, path: string): Json =>
  path === '/' ? { host: [host] } : { host: [host], path: [path, `${path}/*`] };

const redirect = (scheme: string, host: string): Json => ({
  handler: 'static_response',
  status_code: 308,
  headers: { Location: [`${scheme}://${host}{http.request.uri}`] },
});

function handlers(all: ServiceRoutes, route: Route): Json[] {
  const { headers, people, stripsPath, path } = route;
  return [
    ...(headers.length > 0 ? [responseHeaders(headers)] : []),
    ...(people.length > 0
      ? [signIn(people), { handler: 'headers', request: { delete: ['Authorization'] } }]
      : []),
    ...(stripsPath && path !== '/' ? [{ handler: 'rewrite', strip_path_prefix: path }] : []),
    { handler: 'subroute', routes: sharing(all, route) },
  ];
}

/**
 * Caddy's own weights are of addresses, of which a service has as many as it has replicas, and these come and go. So the part
 * that answers is chosen by the id that Caddy gives each request, whose first 32 bits are random. Source: caddy's replacer.go,
 * RFC 9562 5.4.
 */
function sharing(all: ServiceRoutes, route: Route): Json[] {
  let sum = 0;
  const others = route.shares
    .filter(({ percent }) => percent > 0)
    .map((share) => {
      sum += share.percent;
      const handle = [{ handler: 'subroute', routes: servingShare(share) }];
      return sum < 100 ? { match: [isBelow(sum)], handle, terminal: true } : { handle, terminal: true };
    });
  return sum < 100 ? [...others, ...serving(all, route)] : others;
}

const isBelow = (percent: number): Json => {
  const limit = Math.floor((percent / 100) * 2 ** 32);
  return { expression: `{http.request.uuid} < '${limit.toString(16).padStart(8, '0')}'` };
};

function servingShare(share: RouteShare): Json[] {
  const { serviceId, upstream, port } = share;
  if (upstream !== undefined) return [{ handle: [proxyTo(upstream, { port })] }];
  return bySlot(placeFileName(serviceId, null), (slot) => proxyTo(shareUpstream(share, slot), { port }));
}

function serving({ serviceId, hostOf }: ServiceRoutes, route: Route): Json[] {
  if (hostOf) return [{ handle: [proxyTo(hostOf(route.part), route)] }];
  return bySlot(placeFileName(serviceId, route.part), (slot) =>
    proxyTo(upstreamName(serviceId, slot, route.part), route),
  );
}

/**
 * A file that is there sends to place `b`: asked at each request, so that a switch closes no connection. A request that was
 * sent to a place before the switch, and finds nobody there any more, goes to the other: Caddy counts none as open that
 * waits for the address of a place, so that the place may have ended before it is dialled. One whose body it had begun to
 * hand over is answered 502 (Caddy 2.6 closes the body at the first dial that fails).
 */
function bySlot(placeFile: string, leading: (slot: Slot) => Json): Json[] {
  const isInB = { file: { root: slotsFolder, try_files: [`/${placeFile}`] } };
  return [
    { match: [isInB], handle: [orElse(leading('b'), { not: [isInB] }, leading('a'))], terminal: true },
    { handle: [orElse(leading('a'), isInB, leading('b'))] },
  ];
}

/** What another handler does of what failed where that is safe to repeat, and a matcher says so; else it stays as it was. */
const orElse = (handler: Json, match: Json, other: Json): Json => ({
  handler: 'subroute',
  routes: [{ handle: [handler] }],
  errors: {
    routes: [
      { match: [{ ...match, expression: wasNotSent }], handle: [other], terminal: true },
      { handle: [{ handler: 'error', status_code: '{http.error.status_code}' }] },
    ],
  },
});

/** Whether nobody got a request: there was no address, or it could not be dialled. Source: caddy's reverseproxy.go. */
const wasNotSent =
  "{http.error.message} == 'no upstreams available' || {http.error.message}.startsWith('dial ')";

/** Replicas come and go: their names are looked up again each second, and a dial that fails is tried again. */
const proxyTo = (name: string, { port }: Pick<Route, 'port'>): Json => ({
  handler: 'reverse_proxy',
  dynamic_upstreams: {
    source: 'a',
    name,
    port: String(port),
    refresh: '1s',
  },
  load_balancing: { selection_policy: { policy: 'round_robin' }, try_duration: '5s', try_interval: '100ms' },
});

function responseHeaders(headers: Route['headers']): Json {
  const set = headers.filter(({ value }) => value !== '');
  const gone = headers.filter(({ value }) => value === '').map(({ name }) => name);
  return {
    handler: 'headers',
    response: {
      deferred: true,
      ...(set.length > 0
        ? { set: Object.fromEntries(set.map(({ name, value }) => [name, [literal(value)]])) }
        : {}),
      ...(gone.length > 0 ? { delete: gone } : {}),
    },
  };
}

/** Hashes are written in base64, which every Caddy 2 reads. */
const signIn = (people: Route['people']): Json => ({
  handler: 'authentication',
  providers: {
    http_basic: {
      hash: { algorithm: 'bcrypt' },
      hash_cache: {},
      realm: 'restricted',
      accounts: people.map(({ name, hash }) => ({
        username: literal(name),
        password: Buffer.from(hash).toString('base64'),
      })),
    },
  },
});
