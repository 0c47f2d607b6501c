import { wwwOf } from '#shared/model/domain/host.ts';
import { type Route, type ServiceRoutes, type Slot, upstreamName } from '../routes.ts';
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
}

/** Where Caddy, in its container, finds one file for each service whose place `b` is the one that serves. */
export const slotsFolder = '/etc/quayside/proxy/slots';

/** What Caddy is told of a service's routes. Which of its places serves is no part of it: a switch changes no configuration. */
export function caddyFile({ serviceId, routes }: ServiceRoutes): CaddyFile {
  return {
    http: routes.flatMap((route) => onPort(serviceId, route, 'http')),
    https: routes.flatMap((route) => (route.https === 'none' ? [] : onPort(serviceId, route, 'https'))),
    acme: routes.flatMap((route) => (route.https === 'acme' ? namesOf(route) : [])),
    internal: routes.flatMap((route) => (route.https === 'internal' ? namesOf(route) : [])),
  };
}

const namesOf = ({ host, redirectsWww }: Route): string[] => (redirectsWww ? [host, wwwOf(host)] : [host]);

function onPort(serviceId: string, route: Route, scheme: 'http' | 'https'): PlacedRoute[] {
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
  const handle = scheme === target ? handlers(serviceId, route) : [redirect(target, '{http.request.host}')];
  return [{ host, path, route: { match: [match(host, path)], handle, terminal: true } }, ...fromWww];
}

const match = (host: string, path: string): Json =>
  path === '/' ? { host: [host] } : { host: [host], path: [path, `${path}/*`] };

const redirect = (scheme: string, host: string): Json => ({
  handler: 'static_response',
  status_code: 308,
  headers: { Location: [`${scheme}://${host}{http.request.uri}`] },
});

function handlers(serviceId: string, route: Route): Json[] {
  const { headers, people, stripsPath, path } = route;
  return [
    ...(headers.length > 0 ? [responseHeaders(headers)] : []),
    ...(people.length > 0
      ? [signIn(people), { handler: 'headers', request: { delete: ['Authorization'] } }]
      : []),
    ...(stripsPath && path !== '/' ? [{ handler: 'rewrite', strip_path_prefix: path }] : []),
    { handler: 'subroute', routes: serving(serviceId, route) },
  ];
}

/** A file that is there sends to place `b`: asked at each request, so that a switch closes no connection. */
function serving(serviceId: string, route: Route): Json[] {
  const isInB = { file: { root: slotsFolder, try_files: [`/${serviceId}`] } };
  return [
    { match: [isInB], handle: [proxyTo(serviceId, route, 'b')], terminal: true },
    { handle: [proxyTo(serviceId, route, 'a')] },
  ];
}

/** Replicas come and go: their names are looked up again each second, and a dial that fails is tried again. */
const proxyTo = (serviceId: string, { port, part }: Route, slot: Slot): Json => ({
  handler: 'reverse_proxy',
  dynamic_upstreams: {
    source: 'a',
    name: upstreamName(serviceId, slot, part),
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
