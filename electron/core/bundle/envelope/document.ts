import * as z from 'zod';
import { isBase64Url } from './keys.ts';
import { bundleLimits } from './limits.ts';

/** Stands first in what is signed, so that no signature of a bundle is one of anything else. */
export const bundleContext = 'quayside bundle';
export const bundleVersion = 1;

/** Stands in place of `age1…` where a passphrase opens the bundle. */
export const byPassphrase = 'passphrase';

const id = z.string().min(1).max(128);
const label = z.string().max(254);
const bytesOf = (length: number) =>
  z.string().refine((text) => isBase64Url(text, length), `must be ${length} bytes in base64url`);
const recipient = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/, 'must be an age recipient');
const instant = z.iso.datetime({ precision: 3 });

const Recipient = z.strictObject({
  to: recipient.or(z.literal(byPassphrase)),
  /** Counts the bundles of this issuer to this recipient from 1. */
  sequence: z.int().min(1),
  /** The hash of the one before; null for the first. */
  previous: z
    .string()
    .regex(/^[\da-f]{64}$/, 'must be a SHA-256 in hexadecimal')
    .nullable(),
});

const Issuer = z.strictObject({
  account: z.strictObject({ id, name: label, email: label }),
  recipient,
  signingKey: bytesOf(32),
  fingerprint: z.string().max(64),
});

const isOnce = (all: readonly { to: string }[]): boolean =>
  new Set(all.map(({ to }) => to)).size === all.length;

/** What is signed: docs/bundle.md. The body is any JSON; who reads it checks it. */
export const BundleDocument = z.strictObject({
  context: z.literal(bundleContext),
  version: z.literal(bundleVersion),
  organization: z.strictObject({ id, name: label }),
  issuer: Issuer,
  recipients: z
    .array(Recipient)
    .min(1)
    .max(bundleLimits.recipients)
    .refine(isOnce, 'must name each recipient once')
    .refine(
      (all) => all.length === 1 || all.every(({ to }) => to !== byPassphrase),
      'a passphrase stands alone',
    ),
  validFrom: instant,
  validTo: instant,
  body: z.unknown(),
});
export type BundleDocument = z.infer<typeof BundleDocument>;
export type BundleIssuer = BundleDocument['issuer'];

/** What is encrypted: the document and its signature, 64 bytes in base64url. */
export const SignedBundle = z.strictObject({ document: z.unknown(), signature: bytesOf(64) });
