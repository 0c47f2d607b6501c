import type { CertificateUse } from '#shared/contract/certificate.ts';
import { pathTo } from '../../access/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { requireUnused } from '../node/index.ts';

/** A domain that shows a certificate, whoever may see it. */
export interface Use extends CertificateUse {
  readonly redirectsWww: boolean;
}

/** The domains that show a certificate, by the path of their service: those that the caller may read. */
export function usageOf({ store, caller }: OperationContext, id: string): CertificateUse[] {
  return usesOf(store, id)
    .filter(({ domainId }) => store.access.canRead(caller.subject, domainId))
    .map(({ redirectsWww: _, ...use }) => use);
}

/** The same, whoever may see them. */
export function usesOf({ access, database }: Store, id: string): Use[] {
  return database
    .all(
      sql
        .selectFrom('domain')
        .select(['id', 'service_id', 'host', 'redirects_www'])
        .where('certificate_id', '=', id)
        .orderBy('host'),
    )
    .flatMap(({ id: domainId, service_id: serviceId, host, redirects_www }) => {
      const node = access.node(serviceId);
      return node
        ? [{ domainId, serviceId, path: pathTo(node), host, redirectsWww: redirects_www === 1 }]
        : [];
    })
    .toSorted((a, b) => a.path.localeCompare(b.path));
}

/** Refuses where domains show the certificate; what the caller may not read is not named. */
export function requireNoUse(context: OperationContext, id: string): void {
  requireUnused({
    count: usesOf(context.store, id).length,
    seen: usageOf(context, id),
    unseen: 'domains',
    cure: 'give them another certificate first',
  });
}
