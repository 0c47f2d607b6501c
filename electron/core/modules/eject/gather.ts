import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import { isWildcard } from '#shared/model/domain/host.ts';
import { aliasOf } from '#shared/model/service-names.ts';
import type { OperationContext } from '../../rpc/index.ts';
import {
  exactNameOf,
  type ServiceRoutes,
  type ServiceView,
  servicesIn,
  serviceView,
} from '../../workload/index.ts';
import { partImagesOf, runningOf, savedOf } from '../deployment/index.ts';
import { routesOf } from '../domain/index.ts';
import { shownOf } from './shown.ts';

/** A text of a service as it is taken along; undefined where it is not the caller's to take. */
export interface Taken {
  readonly name: string;
  readonly text: string | undefined;
}

/** All that is taken along of one service. */
export interface Unit {
  readonly view: ServiceView;
  /** By which the others of its environment reach it; no two have the same. */
  readonly alias: string;
  readonly spec: ServiceSpec;
  /** The deployment that runs; undefined where none does, and what is saved is taken. */
  readonly number: number | undefined;
  /** The exact image; undefined for what never ran, and for a compose project. */
  readonly image: string | undefined;
  /** The same for each part of a compose project. */
  readonly images: Readonly<Record<string, string>>;
  readonly commit: string | null;
  readonly variables: readonly Taken[];
  /** Its files by the path in the container. */
  readonly files: readonly Taken[];
  readonly routes: ServiceRoutes['routes'];
  readonly notes: readonly string[];
}

/** Reads a service as it runs, or as it is saved where it does not; undefined for one that is not configured. */
export function unitOf(context: OperationContext, serviceId: string, withSecrets: boolean): Unit | undefined {
  const { store } = context;
  const view = serviceView(store, serviceId);
  const running = runningOf(store, view);
  const spec = running?.configured.spec ?? view.spec;
  if (!spec) return undefined;
  const configured = running?.configured ?? savedOf(store, { ...view, spec });
  const shown = shownOf(context, serviceId, withSecrets);
  const row = running?.row;
  const ran = { serviceId, number: row?.number ?? 0 };
  const isBuilt = row && row.image_reference !== null && row.image_digest !== null && row.image_id !== null;
  const { routes, notes } = routesFor(context, serviceId, withSecrets);
  const hasUnnamed = !shown.hasNames && configured.variables.length > 0;
  return {
    view,
    alias: aliasOf({ id: serviceId, name: view.names.service }, view.siblings),
    spec,
    number: row?.number,
    image:
      isBuilt && spec.type !== 'compose'
        ? exactNameOf(
            {
              reference: row.image_reference ?? '',
              digest: row.image_digest ?? '',
              id: row.image_id ?? '',
            },
            { ...ran, isPart: false },
          )
        : undefined,
    images: Object.fromEntries(
      (row ? partImagesOf(row) : []).map(({ part, ...image }) => [
        part,
        exactNameOf(image, { ...ran, isPart: true }),
      ]),
    ),
    commit: row?.commit_hash ?? null,
    variables: shown.hasNames
      ? configured.variables.map((each) => ({
          name: each.name,
          text: shown.isShown(each) ? each.value : undefined,
        }))
      : [],
    files: (configured.files ?? []).map((file) => ({
      name: file.target,
      text: shown.isShown(file) ? file.content : undefined,
    })),
    routes,
    notes: [
      ...(row ? [] : [`${view.names.service} was never deployed: it is taken as it is saved.`]),
      ...(hasUnnamed
        ? [`The variables of ${view.names.service} are not in here, since you may not read them.`]
        : []),
      ...notes,
    ],
  };
}

/** Domains with a sign-in are secrets with a lock: without the hashes of the passwords they would be open. */
function routesFor(
  { store, caller }: OperationContext,
  serviceId: string,
  withSecrets: boolean,
): { readonly routes: ServiceRoutes['routes']; readonly notes: string[] } {
  if (!store.access.can(caller.subject, 'domain.read', serviceId)) return { routes: [], notes: [] };
  const mayReveal = withSecrets && store.access.can(caller.subject, 'secret.reveal', serviceId);
  const { routes } = routesOf(store, serviceId);
  const left = routes.filter(({ people }) => people.length > 0 && !mayReveal);
  const taken = routes.filter((route) => !left.includes(route));
  return {
    routes: taken.map(withoutCertificate),
    notes: [
      ...left.map(
        ({ host, path }) =>
          `${host}${path} is not in here: it asks for a password, and is led to only where secrets are taken along.`,
      ),
      ...taken
        .filter(({ https }) => https === 'own')
        .map(({ host }) => `The own certificate of ${host} stays here; the proxy gets another one for it.`),
    ],
  };
}

/** A certificate and its key stay; no authority proves a wildcard by HTTP. */
function withoutCertificate(route: ServiceRoutes['routes'][number]): ServiceRoutes['routes'][number] {
  if (route.https !== 'own') return route;
  return { ...route, certificate: null, https: isWildcard(route.host) ? 'internal' : 'acme' };
}

/** The services of an environment that the caller may read, by name. */
export function readableServices(
  { store, caller }: Pick<OperationContext, 'store' | 'caller'>,
  environmentId: string,
): string[] {
  return servicesIn(store.access.node(environmentId))
    .filter(({ id }) => store.access.can(caller.subject, 'service.read', id))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ id }) => id);
}
