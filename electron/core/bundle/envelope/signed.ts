import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonicalJson, parseCanonical } from './canonical.ts';
import { BundleDocument, bundleContext, bundleVersion, SignedBundle } from './document.ts';
import { fingerprintOf, isSignedBy, type KeyPairs, signText } from './keys.ts';
import { type Refused, refuse } from './refusals.ts';

/** A document whose signature is right by the key that it names; whether that key is trusted is asked elsewhere. */
export interface Signed {
  readonly document: BundleDocument;
  /** SHA-256 of what was signed, in hexadecimal: what the next bundle calls `previous`. */
  readonly hash: string;
}

/** The signed text of a document, and its hash. */
export function signDocument(document: BundleDocument, keys: KeyPairs): { text: string; hash: string } {
  const message = messageOf(document);
  const signature = signText(message, keys);
  return { text: canonicalJson({ document, signature }), hash: hashOf(message) };
}

/** Reads what was in the age file. Its version is looked at first, then the signature, and then all else. */
export function readSigned(bytes: Uint8Array): Signed | Refused {
  const parsed = parseCanonical(textOf(bytes) ?? '');
  const outer = SignedBundle.safeParse(parsed?.value);
  if (!outer.success) return refuse('damaged');
  const { document, signature } = outer.data;
  const head = Head.safeParse(document);
  if (!head.success) return refuse('damaged');
  if (head.data.version > bundleVersion) return refuse('futureVersion', head.data.version);
  const message = messageOf(document);
  if (!isSignedBy(message, signature, head.data.issuer.signingKey)) return refuse('damaged');
  return checked(document, hashOf(message));
}

/** As much of a document as tells what it is, and who signed it; a later version may have more. */
const Head = z.object({
  context: z.literal(bundleContext),
  version: z.int().min(1),
  issuer: z.object({ signingKey: z.string() }),
});

function checked(given: unknown, hash: string): Signed | Refused {
  const read = BundleDocument.safeParse(given);
  if (!read.success) return objectionTo(read.error);
  const { issuer, validFrom, validTo } = read.data;
  if (issuer.fingerprint !== fingerprintOf(issuer)) return refuse('malformed', 'issuer.fingerprint');
  if (validFrom >= validTo) return refuse('malformed', 'validTo');
  return { document: read.data, hash };
}

function objectionTo({ issues }: z.ZodError): Refused {
  const [first] = issues;
  const path = (first?.path ?? []).map(String);
  if (first?.code === 'unrecognized_keys') return refuse('unknownField', [...path, first.keys[0]].join('.'));
  return refuse('malformed', path.join('.'));
}

function messageOf(document: unknown): string {
  return `${bundleContext}\n${canonicalJson(document)}`;
}

function hashOf(message: string): string {
  return createHash('sha256').update(message).digest('hex');
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
