import type { Store } from '../../store/store.ts';
import type { ServiceRoutes } from '../../workload/index.ts';
import { openPeople } from './people.ts';
import { domainRows, headersOf } from './queries.ts';

/** What is to lead to a service: its domains that are on. */
export function routesOf(store: Store, serviceId: string): ServiceRoutes {
  const routes = domainRows(store, serviceId)
    .filter((row) => row.is_enabled === 1)
    .map((row) => ({
      id: row.id,
      host: row.host,
      path: row.path,
      stripsPath: row.strips_path === 1,
      port: row.port,
      part: row.part,
      https: row.https,
      redirectsHttp: row.redirects_http === 1,
      redirectsWww: row.redirects_www === 1,
      headers: headersOf(row),
      people: openPeople(store, row),
    }));
  return { serviceId, routes };
}
