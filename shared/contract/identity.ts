import * as z from 'zod';
import { Instant, Name } from './fields.ts';
import { open } from './resource.ts';

/** The public halves of the caller's keys for bundles. Source: docs/bundle.md, “Keys”. */
export const OwnKeys = z.object({
  /** What age encrypts to, `age1…`; to be given to whoever makes bundles for the caller. */
  recipient: z.string(),
  /** The Ed25519 key, 32 bytes in base64url. */
  signingKey: z.string(),
  /** `SHA256:…` of both, to be compared by another way. */
  fingerprint: z.string(),
  createdAt: Instant,
});
export type OwnKeys = z.infer<typeof OwnKeys>;

/** An issuer of bundles whose keys the caller compared. */
export const TrustedIssuer = z.object({
  /** The organization's id and the issuer's, as the bundle has them: neither has to be known on this host. */
  organization: z.string(),
  account: z.string(),
  name: z.string(),
  recipient: z.string(),
  signingKey: z.string(),
  fingerprint: z.string(),
  trustedAt: Instant,
});
export type TrustedIssuer = z.infer<typeof TrustedIssuer>;

/** What age encrypts to. */
export const AgeRecipient = z
  .string()
  .trim()
  .regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be an age recipient, age1…');

const own = 'everybody has their own keys, and decides whose they trust';
const foreignId = z.string().min(1).max(128);
const whose = { organization: foreignId, account: foreignId };

export const identityContract = {
  mine: open(own, {
    summary: 'Show your own keys for bundles; they are made when they are first needed',
    effect: 'read',
    path: 'session/keys',
    personal: true,
    output: OwnKeys,
  }),
  rotate: open(own, {
    summary: 'Replace your own keys for bundles; what was made for the old ones opens no more',
    effect: 'change',
    path: 'session/keys/rotate',
    quiet: true,
    personal: true,
    output: OwnKeys,
  }),
  trusted: open(own, {
    summary: 'List the issuers of bundles whose keys you trust',
    effect: 'read',
    path: 'session/trusted-issuers',
    personal: true,
    output: z.array(TrustedIssuer),
  }),
  trust: open(own, {
    summary: 'Trust the keys of an issuer of bundles, whose fingerprint you compared',
    effect: 'change',
    path: 'session/trusted-issuers',
    quiet: true,
    personal: true,
    input: {
      ...whose,
      name: Name,
      recipient: AgeRecipient,
      signingKey: z.string().regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url'),
      /** As the issuer told it by another way. */
      fingerprint: z.string().trim().min(1).max(64),
    },
    output: TrustedIssuer,
  }),
  forget: open(own, {
    summary: 'Trust the keys of an issuer of bundles no more',
    effect: 'change',
    path: 'session/trusted-issuers/forget',
    quiet: true,
    personal: true,
    input: whose,
    output: z.object({}),
  }),
};
