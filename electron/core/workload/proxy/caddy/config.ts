import { type Acme, bySpecificity } from '../routes.ts';
import type { CaddyFile, PlacedRoute } from './service-file.ts';

type Json = Record<string, unknown>;

/** Where Caddy's API listens: inside its container alone, reached by programs that are run there. */
export const adminAddress = '127.0.0.1:2019';

/** Where the container keeps certificates and keys, on a volume of its own. */
const dataFolder = '/data/caddy';
export const rootsFile = '/etc/quayside/proxy/acme-roots.pem';

/** The whole configuration of Caddy from the files of all services, in whatever order these come. */
export function caddyConfig(files: readonly CaddyFile[], acme: Acme): Json {
  return {
    admin: { listen: adminAddress, config: { persist: false } },
    storage: { module: 'file_system', root: dataFolder },
    apps: {
      http: {
        servers: {
          http: { listen: [':80'], routes: inOrder(files.map(({ http }) => http)) },
          https: {
            listen: [':443'],
            routes: inOrder(files.map(({ https }) => https)),
            tls_connection_policies: [{}],
            automatic_https: { disable_redirects: true },
          },
        },
      },
      tls: { automation: { policies: policies(files, acme) } },
    },
  };
}

/** A request that no route is for is told so, instead of Caddy's empty answer. */
const nothing: Json = { handle: [{ handler: 'static_response', status_code: 404, body: 'Not found\n' }] };

function inOrder(placed: readonly (readonly PlacedRoute[])[]): Json[] {
  return [
    ...placed
      .flat()
      .toSorted(bySpecificity)
      .map(({ route }) => route),
    nothing,
  ];
}

function policies(files: readonly CaddyFile[], acme: Acme): Json[] {
  const internal = unique(files.flatMap((file) => file.internal));
  const byAcme = unique(files.flatMap((file) => file.acme)).filter((name) => !internal.includes(name));
  return [
    ...(internal.length > 0 ? [{ subjects: internal, issuers: [{ module: 'internal' }] }] : []),
    ...(byAcme.length > 0 ? [{ subjects: byAcme, issuers: [issuer(acme)] }] : []),
  ];
}

const issuer = ({ email, directory, roots }: Acme): Json => ({
  module: 'acme',
  ...(email === null ? {} : { email }),
  ...(directory === null ? {} : { ca: directory }),
  ...(roots === null ? {} : { trusted_roots_pem_files: [rootsFile] }),
});

const unique = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
