import { isWildcard } from '#shared/model/domain/host.ts';
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
            tls_connection_policies: connectionPolicies(files),
            automatic_https: { disable_redirects: true, ...withoutOwn(files) },
          },
        },
      },
      tls: { ...ownCertificates(files), automation: { policies: policies(files, acme) } },
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
  const own = ownNames(files);
  const internal = unique(files.flatMap((file) => file.internal)).filter((name) => !own.includes(name));
  const byAcme = unique(files.flatMap((file) => file.acme)).filter(
    (name) => !own.includes(name) && !internal.includes(name),
  );
  return [
    ...(internal.length > 0 ? [{ subjects: internal, issuers: [{ module: 'internal' }] }] : []),
    ...(byAcme.length > 0 ? [{ subjects: byAcme, issuers: [issuer(acme)] }] : []),
  ];
}

const allOwn = (files: readonly CaddyFile[]) =>
  files.flatMap(({ own = [] }) => own).toSorted((one, other) => (one.tag < other.tag ? -1 : 1));

const ownNames = (files: readonly CaddyFile[]): string[] =>
  unique(allOwn(files).flatMap(({ names }) => names));

/** Nothing is obtained for names that have one; what one covers besides is obtained all the same. */
const withoutOwn = (files: readonly CaddyFile[]): Json =>
  allOwn(files).length > 0 ? { skip_certificates: ownNames(files), ignore_loaded_certificates: true } : {};

const ownCertificates = (files: readonly CaddyFile[]): Json => {
  const loaded = allOwn(files).map(({ certFile, keyFile, tag }) => ({
    certificate: certFile,
    key: keyFile,
    tags: [tag],
  }));
  return loaded.length > 0 ? { certificates: { load_files: loaded } } : {};
};

/**
 * Which certificate is shown to whoever asks by a name: one that was brought along to those of its own names alone, though
 * it covers others; and a name that has another kind of its own is none of a wildcard's. The first that matches decides.
 */
function connectionPolicies(files: readonly CaddyFile[]): Json[] {
  const chosen = allOwn(files).flatMap(({ tag, names }) => names.map((name) => ({ name, tag })));
  const policies = chosen.map(({ name, tag }) => ({
    match: { sni: [name] },
    certificate_selection: { any_tag: [tag] },
  }));
  const exact = policies.filter(({ match: { sni } }) => !sni.some(isWildcard));
  const wild = policies.filter(({ match: { sni } }) => sni.some(isWildcard));
  const others = unique(files.flatMap(({ acme, internal }) => [...acme, ...internal])).filter(
    (name) => !isWildcard(name),
  );
  const between = wild.length > 0 && others.length > 0 ? [{ match: { sni: others } }] : [];
  return [...exact, ...between, ...wild, {}];
}

const issuer = ({ email, directory, roots }: Acme): Json => ({
  module: 'acme',
  ...(email === null ? {} : { email }),
  ...(directory === null ? {} : { ca: directory }),
  ...(roots === null ? {} : { trusted_roots_pem_files: [rootsFile] }),
});

const unique = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
