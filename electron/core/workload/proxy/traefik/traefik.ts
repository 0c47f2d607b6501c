import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { inProxy, type ProxyPlace } from '../place.ts';
import type { FileChange, ServerProxy } from '../proxy.ts';
import { isSameJson } from '../same-json.ts';
import { fileText } from './file-text.ts';
import { type TraefikFile, traefikFile } from './service-file.ts';
import { apiAddress, staticConfig } from './static-config.ts';

const inside = '/etc/quayside/proxy';

/** Traefik 3, by its file provider: one dynamic file a service. */
export const traefik: ServerProxy = {
  type: 'traefik',
  container: (acme) => ({
    image: 'traefik:v3.5',
    argv: [`--configFile=${inside}/traefik.yml`],
    env: acme.roots === null ? {} : { LEGO_CA_CERTIFICATES: `${inside}/acme-roots.pem` },
    files: {
      'traefik.yml': fileText(staticConfig(acme)),
      ...(acme.roots === null ? {} : { 'acme-roots.pem': acme.roots }),
    },
  }),
  fileName: (serviceId) => `${serviceId}.yml`,
  textOf: (routes, places, shared) =>
    routes.routes.length === 0 ? null : fileText(traefikFile(routes, places, shared)),
  problemsOf,
  settle,
  openRequests,
};

const part = z.record(z.string(), z.record(z.string(), z.unknown()));
const fileSchema = z.strictObject({
  http: z.strictObject({ routers: part, services: part, middlewares: part.optional() }).optional(),
  tls: z
    .strictObject({ certificates: z.array(z.strictObject({ certFile: z.string(), keyFile: z.string() })) })
    .optional(),
});

function problemsOf(text: string): string[] {
  try {
    const read = fileSchema.safeParse(JSON.parse(text));
    return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const rawData = z.object({
  routers: z
    .record(z.string(), z.looseObject({ rule: z.string(), priority: z.number().optional() }))
    .nullish(),
  services: z.record(z.string(), z.looseObject({})).nullish(),
  middlewares: z.record(z.string(), z.unknown()).nullish(),
});

/** Traefik takes in one change of its files in two seconds at most (`providersThrottleDuration`). */
const patienceMs = 15_000;
const lookMs = 100;

/** Asks Traefik's API again until it shows what the file says. */
async function settle(place: ProxyPlace, { serviceId, before, text }: FileChange): Promise<void> {
  const wanted = parsed(text);
  const gone = Object.keys(parsed(before).http?.routers ?? {}).filter(
    (name) => wanted.http?.routers[name] === undefined,
  );
  for (const began = performance.now(); performance.now() - began < patienceMs; await delay(lookMs)) {
    if (isShown(await shown(place), wanted, gone)) return;
  }
  throw new AppError('REMOTE_FAILED', {
    server: place.connection.label,
    action: 'Loading the routes',
    stderr: `Traefik does not show the routes of the file ${traefik.fileName(serviceId)}.`,
    cure: 'Look at the log of the proxy’s container.',
  });
}

const parsed = (text: string | null): TraefikFile =>
  text === null || problemsOf(text).length > 0 ? {} : (JSON.parse(text) as TraefikFile);

const shown = async (place: ProxyPlace) =>
  rawData.parse(
    JSON.parse(
      await inProxy(place, 'Asking the proxy', ['wget', '-q', '-O', '-', `http://${apiAddress}/api/rawdata`]),
    ),
  );

/** Whether Traefik has each router by its rule, each service by its servers, each middleware, and nothing of what is gone. */
export function isShown(
  data: z.infer<typeof rawData>,
  { http }: TraefikFile,
  gone: readonly string[] = [],
): boolean {
  const { routers = {}, services = {} } = { routers: data.routers ?? {}, services: data.services ?? {} };
  const hasRouters = Object.entries(http?.routers ?? {}).every(
    ([name, { rule }]) => routers[`${name}@file`]?.rule === rule,
  );
  const hasServices = Object.entries(http?.services ?? {}).every(([name, service]) =>
    isSameJson(targetsOf(services[`${name}@file`]), targetsOf(service)),
  );
  const hasMiddlewares = Object.keys(http?.middlewares ?? {}).every(
    (name) => data.middlewares?.[`${name}@file`] !== undefined,
  );
  return (
    hasRouters && hasServices && hasMiddlewares && gone.every((name) => routers[`${name}@file`] === undefined)
  );
}

const balancers = z.object({
  loadBalancer: z.object({ servers: z.array(z.object({ url: z.string() })) }).optional(),
  weighted: z.object({ services: z.array(z.object({ name: z.string(), weight: z.number() })) }).optional(),
});

/** Where a service of Traefik's leads, and by which weights; its API says of each name that it is of a file. */
function targetsOf(service: unknown): unknown {
  const { loadBalancer, weighted } = balancers.safeParse(service).data ?? {};
  const shares = weighted?.services.map(({ name, weight }) => [name.replace(/@file$/, ''), weight]);
  return [loadBalancer?.servers ?? null, shares ?? null];
}

/** Traefik counts nothing by server, so the connections of its container are counted; idle ones too. */
async function openRequests(place: ProxyPlace, addresses: readonly string[]): Promise<number> {
  const table = await inProxy(place, 'Counting open connections', ['cat', '/proc/net/tcp', '/proc/net/tcp6']);
  return establishedTo(table, addresses);
}

const established = '01';

/** How many connections of a table of `/proc/net/tcp` lead to these IPv4 addresses. Source: proc(5). */
export function establishedTo(table: string, addresses: readonly string[]): number {
  const wanted = new Set(addresses.map(hexOf));
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, , remote = '', state]) =>
        state === established && wanted.has(remote.split(':')[0]?.slice(-8) ?? ''),
    ).length;
}

/** An address as the kernel writes it: its bytes from the last one on. */
const hexOf = (address: string): string =>
  address
    .split('.')
    .map((byte) => Number(byte).toString(16).padStart(2, '0').toUpperCase())
    .reverse()
    .join('');
