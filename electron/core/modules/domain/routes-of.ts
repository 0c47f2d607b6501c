import type { Store } from '../../store/store.ts';
import type { ServiceRoutes } from '../../workload/index.ts';
import { certificateForRoute } from '../certificate/index.ts';
import { openPeople } from './people.ts';
import { domainRows, headersOf } from './queries.ts';
import { sharersOf, sharesOf } from './shares.ts';

/** What is to lead to a service: its domains that are on, with those that share their requests now. */
export function routesOf(store: Store, serviceId: string): ServiceRoutes {
  const routes = enabledRows(store, serviceId).map((row) => ({
    id: row.id,
    host: row.host,
    path: row.path,
    stripsPath: row.strips_path === 1,
    port: row.port,
    part: row.part,
    https: row.https,
    certificate: certificateForRoute(store, row.certificate_id),
    redirectsHttp: row.redirects_http === 1,
    redirectsWww: row.redirects_www === 1,
    headers: headersOf(row),
    people: openPeople(store, row),
    shares: sharesOf(store, row.id, serviceId)
      .filter(({ state }) => state === 'led')
      .map(({ state: _, ...share }) => share),
  }));
  return { serviceId, routes, isShared: sharersOf(store, serviceId).length > 0 };
}

/** Whether a proxy is to lead visitors to a service: by a domain of its own, or by another one's that shares with it. */
export function hasVisitors(store: Store, serviceId: string): boolean {
  return enabledRows(store, serviceId).length > 0 || sharersOf(store, serviceId).length > 0;
}

const enabledRows = (store: Store, serviceId: string) =>
  domainRows(store, serviceId).filter((row) => row.is_enabled === 1);
