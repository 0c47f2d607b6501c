import * as z from 'zod';
import { certificateStandings } from '../model/domain/certificate-standing.ts';
import { domainHost, isDomainHost } from '../model/domain/host.ts';
import { hidesSomething } from '../model/invisible.ts';
import { DnsCheck } from './dns-check.ts';
import { ShownCertificate } from './domain-certificate.ts';
import { DomainShare, GivenShares } from './domain-share.ts';
import { Instant, idOf, isWhole } from './fields.ts';
import { resource } from './resource.ts';

/** The host of a domain, kept in ASCII; one wildcard may stand for its first label. */
export const DomainHost = z
  .string()
  .max(300)
  .transform(domainHost)
  .refine(
    isDomainHost,
    'must be a host name such as shop.example.com or *.example.com, without port and path',
  );

/**
 * The path below which a domain leads to its service; no `*`, quote or brace, which proxies give a meaning of their own.
 * Without a slash at its end, since `/api` and `/api/` are one.
 */
export const DomainPath = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text.replace(/\/+$/, '') || '/')
  .refine(
    (text) => text === '/' || /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~@:+,=-]+)+$/.test(text),
    'must begin with a slash and hold letters, digits and . _ ~ @ : + , = - only, such as /api/v1',
  );

/**
 * How visitors are met: without TLS, by a certificate of an ACME authority, by one of the proxy's own making, or by one
 * that was brought along.
 */
export const domainHttps = ['none', 'acme', 'internal', 'own'] as const;

/** A header that every answer gets; an empty value takes it away. Source: RFC 9110 5.1, 5.5. */
export const DomainHeader = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9!#$%&'+.^_`|~-]{1,64}$/, 'must be the name of a header such as X-Frame-Options')
    .refine((name) => !hopByHop.has(name.toLowerCase()), 'is a header that proxies set themselves'),
  value: z
    .string()
    .trim()
    .max(2_000)
    .regex(/^[\x20-\x7e]*$/, 'must hold plain printable characters only'),
});

const hopByHop: ReadonlySet<string> = new Set(
  'connection keep-alive transfer-encoding te trailer upgrade content-length host'.split(' '),
);

/** Somebody whom basic sign-in lets in. No colon: it ends the name. Source: RFC 7617 2. */
export const DomainPersonName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(64)
  .refine((text) => !hidesSomething(text), 'must not hold line breaks or anything invisible')
  .refine((text) => !text.includes(':'), 'must not hold a colon');

/** Bcrypt reads the first 72 bytes and no more. */
export const DomainPassword = z
  .string()
  .min(1, 'must not be empty')
  .refine((text) => byteLength(text) <= 72, 'must be at most 72 bytes')
  .refine((text) => !/[\0\r\n]/.test(text), 'must not hold line breaks')
  .refine(...isWhole);

const byteLength = (text: string): number =>
  encodeURIComponent(text.toWellFormed()).replace(/%../g, 'x').length;

const DomainPerson = z.object({
  name: DomainPersonName,
  /** Absent, the one that this name has stays. */
  password: DomainPassword.optional(),
});

/** Whether a domain is what visitors meet now, as its server's proxy itself said. */
export const domainStates = ['off', 'waiting', 'pending', 'live', 'failed'] as const;

export const Domain = z.object({
  id: z.string(),
  serviceId: z.string(),
  organizationId: z.string(),
  /** In ASCII; `shownHost` writes it as people read it. */
  host: z.string(),
  path: z.string(),
  /** Whether the service sees the request without the path. */
  stripsPath: z.boolean(),
  port: z.number().int(),
  /** Which of its parts it leads to, where the service has several; null for a service of one. */
  part: z.string().nullable(),
  https: z.enum(domainHttps),
  /** What visitors are shown: one that was brought along, by its id, or what was seen of the one that the proxy gets. */
  certificate: z
    .object({ id: z.string().nullable(), notAfter: Instant, standing: z.enum(certificateStandings) })
    .nullable(),
  /** Whether a request without TLS is sent to https. */
  redirectsHttp: z.boolean(),
  /** Whether the name with `www.` (or without, where it has that) is sent here. */
  redirectsWww: z.boolean(),
  headers: z.array(DomainHeader),
  /** Who may sign in; everybody is let in where there is nobody. */
  people: z.array(z.object({ name: z.string() })),
  /** What other services answer of it; empty where its own service answers all. */
  shares: z.array(DomainShare),
  isEnabled: z.boolean(),
  /** One more with every edit. */
  version: z.number().int(),
  createdAt: Instant,
  /** `waiting` for a deployment, `pending` on its way to the server, `failed` and tried again. */
  state: z.enum(domainStates),
  /** Why it is not live, in words. */
  reason: z.string().nullable(),
  /** Where a browser finds it; null for a wildcard. */
  url: z.string().nullable(),
});
export type Domain = z.infer<typeof Domain>;

const fields = {
  path: DomainPath,
  stripsPath: z.boolean(),
  /** As compose files name their services. */
  part: z
    .string()
    .trim()
    .max(63)
    .regex(/^[a-zA-Z0-9._-]+$/, 'must be the name of a service of the compose file, such as web')
    .nullable(),
  https: z.enum(domainHttps),
  /** Asked for where `https` is `own`, and for nothing else. */
  certificateId: idOf('certificate', 'certificate.read'),
  redirectsHttp: z.boolean(),
  redirectsWww: z.boolean(),
  headers: z.array(DomainHeader).max(30),
  people: z.array(DomainPerson).max(50),
  /** Of services beside this one; all of them at once. */
  shares: GivenShares,
  isEnabled: z.boolean(),
};

/** The port of the service that a domain leads to. */
export const DomainPort = z.coerce.number().int().min(1).max(65_535);

/** What may be given of a domain besides its host and port. */
export const domainFields = {
  path: fields.path.optional(),
  stripsPath: fields.stripsPath.optional(),
  part: fields.part.optional(),
  https: fields.https.optional(),
  certificateId: fields.certificateId.optional(),
  redirectsHttp: fields.redirectsHttp.optional(),
  redirectsWww: fields.redirectsWww.optional(),
  headers: fields.headers.optional(),
  people: fields.people.optional(),
  shares: fields.shares.optional(),
  isEnabled: fields.isEnabled.optional(),
};

const domain = resource('domain', { parent: 'service' });
const ofOrganization = resource('domain', { parent: 'organization' });

export const domainContract = {
  list: domain.under('read', {
    summary: 'List the domains of a service, and whether each is live',
    effect: 'read',
    output: z.array(Domain),
  }),
  create: domain.under('create', {
    summary: 'Add a domain; it takes effect at once where the service runs',
    effect: 'start',
    input: {
      host: DomainHost,
      port: DomainPort,
      ...domainFields,
    },
    output: Domain,
  }),
  get: domain.on('read', {
    summary: 'Show a domain, and whether it is live',
    effect: 'read',
    output: Domain,
  }),
  update: domain.on('update', {
    summary: 'Change a domain; it takes effect at once where the service runs',
    effect: 'change',
    method: 'PATCH',
    input: {
      host: DomainHost.optional(),
      port: DomainPort.optional(),
      ...domainFields,
      /** Version the edit was based on; a newer one in the store is a CONFLICT. */
      version: z.number().int().optional(),
    },
    output: Domain,
  }),
  apply: domain.on('update', {
    summary: 'Take the domains of a service to its server again, and wait for its proxy',
    effect: 'act',
    path: 'apply',
    output: Domain,
  }),
  checkDns: domain.on('read', {
    summary: 'Look up where the names of a domain lead, and say which records are missing',
    effect: 'read',
    path: 'dns',
    output: DnsCheck,
  }),
  certificates: ofOrganization.under('read', {
    summary: 'List the certificates that visitors of domains are shown, and when each ends',
    effect: 'read',
    filtered: true,
    path: '/organizations/{organizationId}/domain-certificates',
    output: z.array(ShownCertificate),
  }),
  lookAtCertificate: domain.on('read', {
    summary: 'Look on its server at the certificate that visitors of a domain are shown now',
    effect: 'act',
    path: 'tls',
    output: ShownCertificate,
  }),
  delete: domain.on('delete', {
    summary: 'Delete a domain; visitors do not find the service by it any more',
    effect: 'change',
    method: 'DELETE',
    output: z.object({}),
  }),
};
