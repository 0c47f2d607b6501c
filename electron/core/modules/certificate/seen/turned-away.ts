import type { Store } from '../../../store/store.ts';

const dayMs = 24 * 60 * 60 * 1_000;

/** The services of which a domain shows a certificate that has ended, or ends within a day; of one node or of all. */
export function turningAway({ database, now }: Store, serviceId?: string): ReadonlySet<string> {
  const rows = database.connection
    .prepare(
      `SELECT DISTINCT domain.service_id AS id FROM domain
       LEFT JOIN certificate own ON domain.https = 'own' AND own.id = domain.certificate_id
       LEFT JOIN seen_certificate seen ON domain.https = 'acme' AND seen.domain_id = domain.id
         AND seen.host = domain.host AND seen.problem IS NULL
       WHERE domain.is_enabled = 1 AND COALESCE(own.not_after, seen.not_after) <= :until
         AND (:service IS NULL OR domain.service_id = :service)`,
    )
    .all({ until: now() + dayMs, service: serviceId ?? null }) as { id: string }[];
  return new Set(rows.map(({ id }) => id));
}
