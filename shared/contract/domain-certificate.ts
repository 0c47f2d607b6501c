import * as z from 'zod';
import { certificateStandings } from '../model/domain/certificate-standing.ts';
import { Instant } from './fields.ts';

/** What visitors of a domain are shown over TLS. */
export const ShownCertificate = z.object({
  domainId: z.string(),
  serviceId: z.string(),
  /** `shop/production/web`, as far as the caller sees it. */
  path: z.string(),
  /** In ASCII. */
  host: z.string(),
  serverId: z.string().nullable(),
  /** Whether it was brought along, or its proxy gets it from an ACME authority and renews it. */
  source: z.enum(['own', 'acme']),
  /** The one that was brought along. */
  certificateId: z.string().nullable(),
  /** When it was looked at on its server last; null for what was brought along, and where nobody looked yet. */
  seenAt: Instant.nullable(),
  /** Why visitors are shown none that is for the host, in words. */
  problem: z.string().nullable(),
  /** Null where none was seen. */
  certificate: z
    .object({
      hosts: z.array(z.string()),
      issuer: z.string(),
      /** SHA-256, as browsers show it. */
      fingerprint: z.string(),
      notBefore: Instant,
      notAfter: Instant,
      standing: z.enum(certificateStandings),
    })
    .nullable(),
});
export type ShownCertificate = z.infer<typeof ShownCertificate>;
