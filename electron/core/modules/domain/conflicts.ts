import { hostsOverlap, wwwOf } from '#shared/model/domain/host.ts';
import { AppError } from '#shared/model/errors.ts';
import { pathTo } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import type { Store } from '../../store/store.ts';

/** What of a domain decides which requests it takes. */
export interface Claim {
  readonly serviceId: string;
  readonly host: string;
  readonly path: string;
  readonly redirectsWww: boolean;
  /** The domain itself, where it is there already. */
  readonly domainId?: string | undefined;
  /** Where it would lead to it; the service's own server where it is absent. */
  readonly serverId?: string | undefined;
  /** Where the service is made in the same transaction: what is not in the index yet, whose services are the caller's. */
  readonly made?: { readonly organizationId: string; readonly serviceIds: ReadonlySet<string> } | undefined;
}

/**
 * Refuses a domain that would take requests from another one of the same machine. One host and path lead to one service;
 * other paths of its host, and what a wildcard of somebody else's stands for, are for those who may change those domains.
 * CONFLICT that names the other where the caller may see it.
 */
export function requireFree(context: OperationContext, claim: Claim): void {
  const { store, caller } = context;
  const [problem] = conflictsOf(store, claim, caller.subject);
  if (problem !== undefined) throw new AppError('CONFLICT', { field: 'host', reason: problem });
}

/** The same for all domains of a service, as where it comes to another server: the one that is given, or its own. */
export function requireAllFree(context: OperationContext, serviceId: string, serverId?: string): void {
  const { store, caller } = context;
  for (const row of placedOnMachineOf(store, serviceId, serverId)) {
    if (row.service_id !== serviceId) continue;
    const [problem] = conflictsOf(store, { ...claimOf(row), serverId }, caller.subject);
    if (problem !== undefined) throw new AppError('CONFLICT', { field: 'host', reason: problem });
  }
}

/**
 * Why a service's domains can't lead to it on its server, or on the one that is given, one sentence each; nobody in
 * particular is asking.
 */
export function routeConflicts(store: Store, serviceId: string, serverId?: string): string[] {
  return placedOnMachineOf(store, serviceId, serverId)
    .filter((placed) => placed.service_id === serviceId)
    .flatMap((own) => conflictsOf(store, { ...claimOf(own), serverId }, undefined))
    .filter((problem, index, all) => all.indexOf(problem) === index);
}

interface Placed {
  readonly id: string;
  readonly service_id: string;
  readonly organization_id: string;
  readonly host: string;
  readonly path: string;
  readonly redirects_www: number;
}

const claimOf = (row: Placed): Claim => ({
  serviceId: row.service_id,
  host: row.host,
  path: row.path,
  redirectsWww: row.redirects_www === 1,
  domainId: row.id,
});

/** Two rows of servers are one machine where they have one address, or, for strangers, one host key. */
function placedOnMachineOf({ database }: Store, serviceId: string, serverId?: string): Placed[] {
  return database.connection
    .prepare(
      `SELECT domain.id, domain.service_id, node.organization_id, domain.host, domain.path, domain.redirects_www
       FROM domain JOIN node ON node.id = domain.id JOIN service ON service.id = domain.service_id
       WHERE domain.service_id = :service OR service.server_id IN (
         SELECT other.id FROM service own JOIN server mine ON mine.id = COALESCE(:server, own.server_id)
         JOIN server other ON other.id = mine.id
           OR (lower(other.host) = lower(mine.host) AND other.port = mine.port)
           OR other.host_key_fingerprint = mine.host_key_fingerprint
         WHERE own.id = :service)`,
    )
    .all({ service: serviceId, server: serverId ?? null }) as Placed[];
}

const namesOf = ({ host, redirectsWww }: Pick<Claim, 'host' | 'redirectsWww'>): string[] =>
  redirectsWww ? [host, wwwOf(host)] : [host];

/** With a subject, what this one may not take; without, what two services claim alike. */
function conflictsOf(store: Store, claim: Claim, subject: string | undefined): string[] {
  const { made } = claim;
  const organizationId = made?.organizationId ?? store.access.node(claim.serviceId)?.organizationId;
  return placedOnMachineOf(store, claim.serviceId, claim.serverId).flatMap((other) => {
    if (other.id === claim.domainId) return [];
    const theirs = claimOf(other);
    const overlaps = namesOf(claim).some((name) =>
      namesOf(theirs).some((their) => hostsOverlap(name, their)),
    );
    if (!overlaps) return [];
    const isSame = theirs.host === claim.host && theirs.path === claim.path;
    const isStranger = other.organization_id !== organizationId;
    const mayShare =
      theirs.serviceId === claim.serviceId ||
      made?.serviceIds.has(theirs.serviceId) === true ||
      (!isStranger &&
        (subject === undefined || store.access.can(subject, 'domain.update', theirs.serviceId)));
    if (!isSame && mayShare) return [];
    return [inWords(store, { claim, theirs, isSame, isStranger, subject })];
  });
}

function inWords(
  store: Store,
  told: {
    readonly claim: Claim;
    readonly theirs: Claim;
    readonly isSame: boolean;
    readonly isStranger: boolean;
    readonly subject: string | undefined;
  },
): string {
  const { claim, theirs, isSame, isStranger, subject } = told;
  const mayName =
    !isStranger && subject !== undefined && store.access.canRead(subject, theirs.domainId ?? '');
  const path = mayName ? pathOf(store, theirs.serviceId) : undefined;
  const whose = path === undefined ? 'a service that you may not see' : `“${path}”`;
  const where = `${claim.host}${claim.path === '/' ? '' : claim.path}`;
  if (isSame) return `${where} leads to ${whose} on this server already`;
  return `${claim.host} is a host of ${whose} on this server, which would lose requests; whoever may change its domains may add this one`;
}

function pathOf({ access }: Store, serviceId: string): string | undefined {
  const node = access.node(serviceId);
  return node && pathTo(node);
}
