import * as z from 'zod';
import { certificateStandings } from '../model/domain/certificate-standing.ts';
import { Instant, Name } from './fields.ts';
import { resource } from './resource.ts';

/** A certificate with those that vouch for it, as PEM, in whatever order; no chain of the web is a tenth as long. */
export const CertificateChain = z.string().min(1, 'must not be empty').max(131_072);

/** The key of the first of them, as PEM; one of RSA with 16,384 bits is a fifth as long. */
export const CertificateKey = z.string().min(1, 'must not be empty').max(65_536);

/** A certificate that was brought along; what is public of it, and nothing of its key. */
export const Certificate = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  /** Host names in ASCII, wildcards and addresses that it is good for. */
  hosts: z.array(z.string()),
  /** Who vouches for it, by the name in the certificate. */
  issuer: z.string(),
  /** Such as `RSA 2048` or `ECDSA P-256`. */
  keyType: z.string(),
  /** SHA-256 of the certificate, as browsers show it. */
  fingerprint: z.string(),
  notBefore: Instant,
  notAfter: Instant,
  /** How near its end it is. */
  standing: z.enum(certificateStandings),
  /** How many certificates a visitor is sent. */
  chainLength: z.number().int(),
  /** One more with every edit. */
  version: z.number().int(),
  createdAt: Instant,
  /** When the certificate that is there now was given. */
  givenAt: Instant,
});
export type Certificate = z.infer<typeof Certificate>;

/** A domain that shows a certificate to its visitors. */
export const CertificateUse = z.object({
  domainId: z.string(),
  serviceId: z.string(),
  /** `shop/production/web`, as far as the caller sees it. */
  path: z.string(),
  host: z.string(),
});
export type CertificateUse = z.infer<typeof CertificateUse>;

const certificate = resource('certificate', { parent: 'organization' });

const version = z.number().int().optional();

export const certificateContract = {
  list: certificate.under('read', {
    summary: 'List the certificates that were brought along, and when each ends',
    effect: 'read',
    output: z.array(Certificate),
  }),
  create: certificate.under('create', {
    summary: 'Add a certificate with its key, for domains to show',
    effect: 'start',
    input: { name: Name, chain: CertificateChain, privateKey: CertificateKey },
    output: Certificate,
  }),
  get: certificate.on('read', {
    summary: 'Show a certificate, without its key',
    effect: 'read',
    output: Certificate,
  }),
  usage: certificate.on('read', {
    summary: 'List the domains that show a certificate',
    effect: 'read',
    path: 'usage',
    output: z.array(CertificateUse),
  }),
  update: certificate.on('update', {
    summary: 'Rename a certificate',
    effect: 'change',
    method: 'PATCH',
    input: {
      name: Name.optional(),
      /** Version the edit was based on; a newer one in the store is a CONFLICT. */
      version,
    },
    output: Certificate,
  }),
  replace: certificate.on('update', {
    summary: 'Put a newer certificate in the place of one, on every server that shows it',
    effect: 'change',
    path: 'replace',
    input: {
      chain: CertificateChain,
      /** Absent, the key that is kept has to be the one of the new certificate. */
      privateKey: CertificateKey.optional(),
      version,
    },
    output: Certificate,
  }),
  delete: certificate.on('delete', {
    summary: 'Delete a certificate that no domain shows',
    effect: 'change',
    method: 'DELETE',
    output: z.object({}),
  }),
};
