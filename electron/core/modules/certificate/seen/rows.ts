import { coversHost } from '#shared/model/domain/certificate-hosts.ts';
import { sql } from '../../../store/database.ts';
import type { Store, Transaction } from '../../../store/store.ts';

/** What visitors of a domain are shown, as far as it is known. */
export type ShownRow = ReturnType<typeof shownRows>[number];

const dated = sql
  .selectFrom('domain')
  .innerJoin('node', 'node.id', 'domain.id')
  .innerJoin('service', 'service.id', 'domain.service_id')
  .leftJoin('seen_certificate as seen', (join) =>
    join.onRef('seen.domain_id', '=', 'domain.id').onRef('seen.host', '=', 'domain.host'),
  )
  .select([
    'domain.id',
    'domain.service_id',
    'domain.host',
    'domain.https',
    'domain.certificate_id',
    'node.organization_id',
    'service.server_id',
    'service.current_deployment_id',
    'seen.seen_at',
    'seen.problem',
    'seen.hosts',
    'seen.issuer',
    'seen.fingerprint',
    'seen.not_before',
    'seen.not_after',
  ])
  .where('domain.is_enabled', '=', 1)
  .where('domain.https', 'in', ['acme', 'own'])
  .orderBy('domain.host')
  .orderBy('domain.id');

/** The domains that are on and have a certificate, of one organization or of all, with what was seen of each. */
export function shownRows({ database }: Pick<Store, 'database'>, organizationId?: string) {
  return database.all(
    organizationId === undefined ? dated : dated.where('node.organization_id', '=', organizationId),
  );
}

/** The domains on a server whose certificates its proxy gets by itself, as far as it leads there. */
export const renewedOn = (store: Store, serverId: string): ShownRow[] =>
  shownRows(store).filter(
    (row) => row.server_id === serverId && row.https === 'acme' && row.current_deployment_id !== null,
  );

/** What was read of a certificate. */
export interface Seen {
  readonly hosts: readonly string[];
  readonly issuer: string;
  readonly fingerprint: string;
  readonly notBefore: number;
  readonly notAfter: number;
}

const nothing: Seen = { hosts: [], issuer: '', fingerprint: '', notBefore: 0, notAfter: 0 };

/** Writes down what visitors of a domain are shown, or why they are shown nothing, and tells who looks at it. */
export function noteSeen(
  tx: Transaction,
  { id, host }: Pick<ShownRow, 'id' | 'host'>,
  found: Seen | string,
): void {
  if (!tx.database.first(sql.selectFrom('domain').select('id').where('id', '=', id))) return;
  const { hosts, issuer, fingerprint, notBefore, notAfter } = typeof found === 'string' ? nothing : found;
  const problem = typeof found === 'string' ? found : wrongFor(found, host);
  tx.database.run(
    sql.replaceInto('seen_certificate').values({
      ...{ domain_id: id, host, seen_at: tx.now, problem, hosts: JSON.stringify(hosts), issuer, fingerprint },
      ...{ not_before: notBefore, not_after: notAfter },
    }),
  );
  tx.announce({ kind: 'domain', nodeId: id, verb: 'state' });
}

/** A proxy that has none for a host shows one of its own making, which is for others. */
const wrongFor = ({ hosts }: Seen, host: string): string | null =>
  coversHost(hosts, host) ? null : 'The proxy has no certificate for this host yet, and shows another one.';
