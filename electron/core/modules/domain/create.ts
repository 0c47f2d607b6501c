import type { Domain } from '#shared/contract/domain.ts';
import { isWildcard } from '#shared/model/domain/host.ts';
import { AppError } from '#shared/model/errors.ts';
import type { AuditChange } from '#shared/model/facts.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store, Transaction } from '../../store/store.ts';
import type { RoutePerson } from '../../workload/index.ts';
import { certificateFor } from './certificate.ts';
import { type Claim, requireFree } from './conflicts.ts';
import type { DomainContext, GivenFields } from './context.ts';
import { hashPeople, sealPeople } from './people.ts';
import { domainOf, headerLines, nameOfDomain } from './queries.ts';
import { noteChange } from './route-row.ts';
import { putShares } from './shares.ts';

interface NewDomain extends GivenFields {
  readonly serviceId: string;
  readonly host: string;
  readonly port: number;
}

/** Adds a domain, and takes it to the server of its service where that runs; answers before that is done. */
export async function createDomain(context: DomainContext, input: NewDomain): Promise<Domain> {
  const people = await hashPeople(input.people ?? [], []);
  context.judgeAgain();
  const id = context.write((tx) => {
    const { id: made, changes } = insertDomain(context, tx, { ...input, people });
    tx.audit({ nodeId: made, fact: { type: 'created' }, changes });
    return made;
  });
  context.routing.changed(input.serviceId);
  return domainOf(context.store, id);
}

type HashedDomain = Omit<NewDomain, 'people'> & {
  readonly people: readonly RoutePerson[];
  /** Of a service that is made in the same transaction. */
  readonly made?: Claim['made'];
};

/** Adds a domain, inside the caller's transaction; answers its id, and what is to be told of it. */
export function insertDomain(
  context: OperationContext,
  tx: Transaction,
  input: HashedDomain,
): { readonly id: string; readonly changes: AuditChange[] } {
  const { store } = context;
  const { serviceId, host, port, part = null, headers = [], https = 'acme', people, made } = input;
  const {
    path = '/',
    stripsPath = false,
    redirectsHttp = true,
    redirectsWww = false,
    isEnabled = true,
  } = input;
  requireSound({ host, https, redirectsWww });
  requireFree(context, { serviceId, host, path, redirectsWww, made });
  const organizationId = made?.organizationId ?? store.access.node(serviceId)?.organizationId ?? '';
  const asked = { organizationId, host, https, redirectsWww, given: input.certificateId, kept: null };
  const certificateId = certificateFor(store, asked);
  const id = tx.createNode({ kind: 'domain', parentId: serviceId, name: nameOfDomain({ host, path }) });
  const plain = { host, path, port, part, https };
  tx.database.run(
    sql.insertInto('domain').values({
      id,
      service_id: serviceId,
      ...plain,
      certificate_id: certificateId,
      strips_path: Number(stripsPath) as 0 | 1,
      redirects_http: Number(redirectsHttp) as 0 | 1,
      redirects_www: Number(redirectsWww) as 0 | 1,
      headers: JSON.stringify(headerLines(headers)),
      people: sealPeople(tx, id, people),
      is_enabled: Number(isEnabled) as 0 | 1,
      created_at: tx.now,
    }),
  );
  const shared = input.shares ? putShares(tx, store, { domainId: id, serviceId, shares: input.shares }) : [];
  noteChange(tx, serviceId);
  const changes = Object.entries(plain).map(([field, after]) => ({ field, after }));
  return { id, changes: [...changes, ...told(store, certificateId), ...shared] };
}

/** A certificate is told as a reference, which names it to those alone who may see it. */
function told(store: Store, id: string | null): AuditChange[] {
  if (id === null) return [];
  return [{ field: 'certificate', is: { id, kind: 'certificate', name: store.access.node(id)?.name ?? '' } }];
}

/** Refuses what no proxy can do yet, or makes no sense. */
export function requireSound({
  host,
  https,
  redirectsWww,
}: Pick<Domain, 'host' | 'https' | 'redirectsWww'>): void {
  if (!isWildcard(host)) return;
  if (https === 'acme') {
    throw wrong(
      'https',
      'must be own, internal or none for a wildcard: Let’s Encrypt needs a DNS provider for it',
    );
  }
  if (redirectsWww) throw wrong('redirectsWww', 'is for one name, and not for a wildcard');
}

const wrong = (path: string, message: string): AppError =>
  new AppError('INVALID_INPUT', { issues: [{ path, message }] });
