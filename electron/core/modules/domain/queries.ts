import type { Domain } from '#shared/contract/domain.ts';
import { isWildcard } from '#shared/model/domain/host.ts';
import { type Database, sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { certificateOfDomain, shownCertificateOf } from '../certificate/index.ts';
import { instant, requireRow } from '../node/index.ts';
import { openPeople } from './people.ts';
import { sharesOf } from './shares.ts';

const rows = sql
  .selectFrom('domain')
  .innerJoin('node', 'node.id', 'domain.id')
  .selectAll('domain')
  .select(['node.name', 'node.organization_id']);

/** A domain as it is stored, with its name. */
export type DomainRow = NonNullable<ReturnType<typeof firstRow>>;

/** A domain by its id, or NOT_FOUND. */
export function domainRow({ database }: Store, id: string): DomainRow {
  return requireRow(firstRow(database, id), 'domain', id);
}

/** The domains of a service as they are stored, by host and path. */
export function domainRows({ database }: Store, serviceId: string): DomainRow[] {
  return database.all(rows.where('domain.service_id', '=', serviceId).orderBy('host').orderBy('path'));
}

/** A domain as the contract shows it; nothing of a password. */
export function domainOf(store: Store, id: string): Domain {
  return toDomain(store, domainRow(store, id));
}

/** The domains of a service as the contract shows them. */
export function domainsOf(store: Store, serviceId: string): Domain[] {
  return domainRows(store, serviceId).map((row) => toDomain(store, row));
}

/** How a domain is called: its host, with its path behind a colon, since a slash would part a name. */
export function nameOfDomain({ host, path }: { readonly host: string; readonly path: string }): string {
  return path === '/' ? host : `${host}${path.replaceAll('/', ':')}`;
}

/** The headers of a domain, from how they are kept. */
export function headersOf(row: Pick<DomainRow, 'headers'>): Domain['headers'] {
  return (JSON.parse(row.headers) as string[]).map((line) => {
    const end = line.indexOf(': ');
    return { name: line.slice(0, end), value: line.slice(end + 2) };
  });
}

/** The same to be kept. */
export const headerLines = (headers: Domain['headers']): string[] =>
  headers.map(({ name, value }) => `${name}: ${value}`);

function firstRow(database: Database, id: string) {
  return database.first(rows.where('domain.id', '=', id));
}

function toDomain(store: Store, row: DomainRow): Domain {
  const { host, path, https } = row;
  return {
    id: row.id,
    serviceId: row.service_id,
    organizationId: row.organization_id,
    host,
    path,
    stripsPath: row.strips_path === 1,
    port: row.port,
    part: row.part,
    https,
    certificate: certificateOfDomain(store, row.certificate_id) ?? seenOf(store, row),
    redirectsHttp: row.redirects_http === 1,
    redirectsWww: row.redirects_www === 1,
    headers: headersOf(row),
    people: openPeople(store, row).map(({ name }) => ({ name })),
    shares: sharesOf(store, row.id, row.service_id),
    isEnabled: row.is_enabled === 1,
    version: row.version,
    createdAt: instant(row.created_at),
    ...standing(store, row),
    url: isWildcard(host) ? null : `${https === 'none' ? 'http' : 'https'}://${host}${path}`,
  };
}

/** What was seen of a certificate that the proxy gets by itself. */
function seenOf(store: Store, { id, https }: DomainRow): Domain['certificate'] {
  const { problem, certificate } = (https === 'acme' && shownCertificateOf(store, id)) || {};
  if (!certificate || problem !== null) return null;
  return { id: null, notAfter: certificate.notAfter, standing: certificate.standing };
}

/** Whether a domain is what visitors meet, as far as its server's proxy said. */
function standing({ database }: Store, row: DomainRow): Pick<Domain, 'state' | 'reason'> {
  const service = database.first(
    sql.selectFrom('service').select('current_deployment_id').where('id', '=', row.service_id),
  );
  const route = database.first(
    sql.selectFrom('service_route').selectAll().where('service_id', '=', row.service_id),
  );
  if (row.is_enabled === 0) return { state: 'off', reason: null };
  if (!service?.current_deployment_id) {
    return { state: 'waiting', reason: 'It takes effect with the first deployment of the service.' };
  }
  if (route && route.applied < route.wanted) {
    return { state: route.reason === null ? 'pending' : 'failed', reason: route.reason };
  }
  return route && route.reason !== null
    ? { state: 'waiting', reason: route.reason }
    : { state: 'live', reason: null };
}
