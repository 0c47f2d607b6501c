import type { ShownCertificate } from '#shared/contract/domain-certificate.ts';
import { standingOf } from '#shared/model/domain/certificate-standing.ts';
import { pathTo } from '../../../access/index.ts';
import type { OperationContext } from '../../../rpc/index.ts';
import type { Store } from '../../../store/store.ts';
import { instant } from '../../node/index.ts';
import { certificateOf } from '../queries.ts';
import { type ShownRow, shownRows } from './rows.ts';

/** The certificates that visitors are shown at the domains of an organization which the caller may read. */
export function shownCertificates(
  { store, caller }: OperationContext,
  organizationId: string,
): ShownCertificate[] {
  return shownRows(store, organizationId)
    .filter(({ id }) => store.access.canRead(caller.subject, id))
    .map((row) => toShown(store, row));
}

/** The same of one domain; undefined where it is off, or has no certificate of an authority. */
export function shownCertificateOf(store: Store, domainId: string): ShownCertificate | undefined {
  const row = shownRow(store, domainId);
  return row && toShown(store, row);
}

export const shownRow = (store: Store, domainId: string): ShownRow | undefined =>
  shownRows(store).find(({ id }) => id === domainId);

function toShown(store: Store, row: ShownRow): ShownCertificate {
  const service = store.access.node(row.service_id);
  const at = {
    domainId: row.id,
    serviceId: row.service_id,
    path: service ? pathTo(service) : '',
    host: row.host,
    serverId: row.server_id,
  };
  const source = row.https === 'own' ? ('own' as const) : ('acme' as const);
  return {
    ...at,
    source,
    ...(row.certificate_id === null ? seenOf(store, row) : ownOf(store, row.certificate_id)),
  };
}

type Read = Pick<ShownCertificate, 'certificateId' | 'problem' | 'seenAt' | 'certificate'>;

function ownOf(store: Store, id: string): Read {
  const { hosts, issuer, fingerprint, notBefore, notAfter, standing } = certificateOf(store, id);
  const certificate = { hosts, issuer, fingerprint, notBefore, notAfter, standing };
  return { certificateId: id, problem: null, seenAt: null, certificate };
}

function seenOf({ now }: Store, row: ShownRow): Read {
  const { seen_at: seenAt, not_before: notBefore, not_after: notAfter, hosts, issuer, fingerprint } = row;
  const read = {
    certificateId: null,
    problem: row.problem,
    seenAt: seenAt === null ? null : instant(seenAt),
  };
  if (notBefore === null || notAfter === null || !fingerprint) return { ...read, certificate: null };
  return {
    ...read,
    certificate: {
      hosts: JSON.parse(hosts ?? '[]') as string[],
      issuer: issuer ?? '',
      fingerprint,
      notBefore: instant(notBefore),
      notAfter: instant(notAfter),
      standing: standingOf({ notBefore, notAfter }, now()),
    },
  };
}
