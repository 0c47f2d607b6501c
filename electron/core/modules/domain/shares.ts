import type { DomainShare } from '#shared/contract/domain-share.ts';
import { ownPercent, type ShareState } from '#shared/model/domain/shares.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditChange } from '#shared/model/facts.ts';
import { named } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';
import { noteChange } from './route-row.ts';

/** A part of a domain's requests for another service. */
export interface GivenShare {
  readonly serviceId: string;
  readonly port: number;
  readonly percent: number;
}

/** What other services answer of a domain, and whether they do now: only what runs on the server of the domain's own. */
export function sharesOf(store: Store, domainId: string, ownServiceId: string): DomainShare[] {
  const rows = shareRows(store, domainId);
  if (rows.length === 0) return [];
  const serverId = serviceRow(store, ownServiceId)?.server_id;
  return rows.map(({ service_id: serviceId, port, percent }) => ({
    serviceId,
    port,
    percent,
    state: stateOf(store, serviceId, serverId),
  }));
}

/** Services of the same server whose domains, as far as they are on, share their requests with this one; each once. */
export function sharersOf({ database }: Store, serviceId: string): string[] {
  const query = sql
    .selectFrom('domain_share')
    .innerJoin('domain', 'domain.id', 'domain_share.domain_id')
    .innerJoin('service as theirs', 'theirs.id', 'domain.service_id')
    .innerJoin('service as own', 'own.id', 'domain_share.service_id')
    .select('theirs.id')
    .distinct()
    .where('own.id', '=', serviceId)
    .whereRef('own.server_id', '=', 'theirs.server_id')
    .where('is_enabled', '=', 1)
    .orderBy('theirs.id');
  return database.all(query).map(({ id }) => id);
}

/** The services that get requests of these domains, or are to; each once. */
export function sharingWith({ database }: Store, serviceId: string): string[] {
  const query = sql
    .selectFrom('domain_share')
    .innerJoin('domain', 'domain.id', 'domain_share.domain_id')
    .select('domain_share.service_id')
    .distinct()
    .where('domain.service_id', '=', serviceId)
    .orderBy('domain_share.service_id');
  return database.all(query).map((row) => row.service_id);
}

/**
 * Writes the shares of a domain in the place of those that it has; answers what is told of the change. INVALID_INPUT on a
 * share whose service is not an application beside the domain's own: of another environment, or the domain's itself.
 */
export function putShares(
  tx: Transaction,
  store: Store,
  wanted: { readonly domainId: string; readonly serviceId: string; readonly shares: readonly GivenShare[] },
): AuditChange[] {
  const { domainId, serviceId, shares } = wanted;
  const before = shareRows(store, domainId);
  for (const [index, share] of shares.entries()) {
    const problem = objectionTo(store, share.serviceId, serviceId);
    if (problem !== undefined) throw wrong(index, problem);
  }
  tx.database.run(sql.deleteFrom('domain_share').where('domain_id', '=', domainId));
  for (const { serviceId: service_id, port, percent } of shares) {
    tx.database.run(
      sql.insertInto('domain_share').values({ domain_id: domainId, service_id, port, percent }),
    );
    noteChange(tx, service_id);
  }
  return told(store, before, shareRows(store, domainId));
}

/**
 * Refuses what would take a service away from visitors that a domain of another one sends it, or from beside it: CONFLICT
 * that says what to do first. What has a share of nothing may go.
 */
export function requireUnshared(store: Store, serviceId: string): void {
  const [problem] = shareBlockers(store, serviceId);
  if (problem !== undefined) throw new AppError('CONFLICT', { field: '', reason: problem });
}

/** The same as sentences; none where nothing is in the way. Which domain it is may be nobody's business. */
export function shareBlockers({ database }: Store, serviceId: string): string[] {
  const query = sql
    .selectFrom('domain_share')
    .select('percent')
    .where('service_id', '=', serviceId)
    .where('percent', '>', 0);
  if (database.first(query) === undefined) return [];
  return [
    'It answers a share of the requests of another service’s domain: set that to 0 percent, or take it away there first.',
  ];
}

/** What a plan says of the domains of a service that share their requests: one sentence each, which names nobody. */
export function shareSteps(
  store: Store,
  domains: readonly { readonly id: string; readonly host: string; readonly path: string }[],
  serviceId: string,
): string[] {
  return domains.flatMap(({ id, host, path }) => {
    const shares = sharesOf(store, id, serviceId).filter(({ percent }) => percent > 0);
    if (shares.length === 0) return [];
    const others = shares.map(({ percent, state }) => `${percent} % by another service${notYet[state]}`);
    return [
      `Share the requests of ${host}${path === '/' ? '' : path}: ${ownPercent(shares)} % here, ${others.join(', ')}`,
    ];
  });
}

const notYet = {
  led: '',
  undeployed: ' (here, until that is deployed)',
  stopped: ' (here, until that is started)',
  elsewhere: ' (here, since that is on another server)',
} as const;

function shareRows({ database }: Store, domainId: string) {
  return database.all(
    sql
      .selectFrom('domain_share')
      .select(['service_id', 'port', 'percent'])
      .where('domain_id', '=', domainId)
      .orderBy('service_id'),
  );
}

function serviceRow({ database }: Store, id: string) {
  return database.first(
    sql
      .selectFrom('service')
      .select(['type', 'server_id', 'current_deployment_id', 'state'])
      .where('id', '=', id),
  );
}

function stateOf(store: Store, serviceId: string, serverId: string | null | undefined): ShareState {
  const other = serviceRow(store, serviceId);
  if (!other?.current_deployment_id) return 'undeployed';
  if (other.server_id !== serverId) return 'elsewhere';
  return other.state === 'stopped' ? 'stopped' : 'led';
}

function objectionTo(store: Store, serviceId: string, own: string): string | undefined {
  if (serviceId === own) return 'has the domain itself, and answers what is left';
  if (store.access.node(serviceId)?.parent?.id !== store.access.node(own)?.parent?.id)
    return 'is in another environment; a domain is shared with services beside its own';
  return serviceRow(store, serviceId)?.type === 'application'
    ? undefined
    : 'is no application; a domain is shared with applications alone';
}

const wrong = (index: number, message: string): AppError =>
  new AppError('INVALID_INPUT', { issues: [{ path: `shares.${index}.serviceId`, message }] });

type Row = ReturnType<typeof shareRows>[number];

/** What became of each share that is another one now; its service is named to those alone who may see it. */
function told(store: Store, before: readonly Row[], after: readonly Row[]): AuditChange[] {
  const ids = new Set([...before, ...after].map((row) => row.service_id));
  return [...ids].flatMap((id): AuditChange[] => {
    const [was, is] = [before, after].map((rows) => inWords(rows.find((row) => row.service_id === id)));
    return was === is ? [] : [{ field: 'share', of: named(store, id), before: was, after: is }];
  });
}

const inWords = (row: Row | undefined): string | null =>
  row === undefined ? null : `${row.percent} % at port ${row.port}`;
