import { decryptAge, type Opener } from './age.ts';
import { type BundleDocument, type BundleIssuer, byPassphrase } from './document.ts';
import { fingerprintOf, type PublicKeys } from './keys.ts';
import { type Refused, refuse } from './refusals.ts';
import { readSigned, type Signed } from './signed.ts';

/** Keys that somebody compared and trusts, for one organization. */
export interface KnownIssuer extends PublicKeys {
  readonly organizationId: string;
  readonly accountId: string;
}

/** The line of bundles that one issuer sends to one recipient about one organization. */
export interface Line {
  readonly organizationId: string;
  readonly signingKey: string;
  /** `age1…` or `passphrase` */
  readonly to: string;
}

/** What a bundle is held against. */
export interface Expected {
  readonly opener: Opener;
  /** The public half of the opener; not for a passphrase. */
  readonly recipient?: string;
  /** Where it is opened; absent where its organization is not here yet. */
  readonly organizationId?: string;
  readonly knownIssuers: readonly KnownIssuer[];
  /** The last bundle of a line that was imported. */
  readonly lastOf: (line: Line) => { readonly sequence: number; readonly hash: string } | undefined;
  /** Whether somebody has the right to issue bundles, as far as it is known here. */
  readonly mayIssue: (issuer: BundleIssuer, organizationId: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A bundle that is what it should be, and its place in its line. */
export interface Opened extends Signed {
  readonly line: Line;
  readonly sequence: number;
}

/** Opens a bundle, or says why not. Nothing is thrown, whatever the bytes are; nothing is written. Loads age. */
export async function openBundle(file: Uint8Array, expected: Expected): Promise<Opened | Refused> {
  const plain = await decryptAge(file, expected.opener);
  if ('refused' in plain) return plain;
  const signed = readSigned(plain);
  return 'refused' in signed ? signed : judge(signed, expected);
}

/** Whether a signed document is for here and now. */
export function judge(signed: Signed, expected: Expected): Opened | Refused {
  const { document } = signed;
  const to = 'passphrase' in expected.opener ? byPassphrase : expected.recipient;
  const entry = document.recipients.find((each) => each.to === to);
  const refused =
    organizationObjection(document, expected) ??
    issuerObjection(document, expected) ??
    (entry ? undefined : refuse('otherRecipient')) ??
    timeObjection(document, expected.now);
  const { issuer, organization } = document;
  if (refused || !entry) return { ...(refused ?? refuse('otherRecipient')), issuer, organization };
  const line = {
    organizationId: document.organization.id,
    signingKey: document.issuer.signingKey,
    to: entry.to,
  };
  const objection = lineObjection(entry, signed.hash, expected.lastOf(line));
  return objection ? { ...objection, issuer, organization } : { ...signed, line, sequence: entry.sequence };
}

function organizationObjection(
  { organization }: BundleDocument,
  { organizationId }: Expected,
): Refused | undefined {
  const isOther = organizationId !== undefined && organizationId !== organization.id;
  return isOther ? refuse('otherOrganization', organization.name) : undefined;
}

function issuerObjection({ organization, issuer }: BundleDocument, expected: Expected): Refused | undefined {
  const known = expected.knownIssuers.filter(
    (each) => each.organizationId === organization.id && each.accountId === issuer.account.id,
  );
  const fingerprint = fingerprintOf(issuer);
  if (known.length === 0) return refuse('unknownIssuer', fingerprint);
  if (!known.some((each) => fingerprintOf(each) === fingerprint)) return refuse('changedKey', fingerprint);
  return expected.mayIssue(issuer, organization.id) ? undefined : refuse('withoutRight', issuer.account.name);
}

/** At its last instant a bundle is over, as an invitation is. */
function timeObjection({ validFrom, validTo }: BundleDocument, now: number): Refused | undefined {
  if (now < Date.parse(validFrom)) return refuse('notYetValid', validFrom);
  return now >= Date.parse(validTo) ? refuse('expired', validTo) : undefined;
}

/** One that was lost on the way is no reason to refuse the next, for each tells everything anew. */
function lineObjection(
  { sequence, previous }: BundleDocument['recipients'][number],
  hash: string,
  last: { readonly sequence: number; readonly hash: string } | undefined,
): Refused | undefined {
  if ((sequence === 1) !== (previous === null)) return refuse('malformed', 'recipients.previous');
  if (!last) return undefined;
  if (sequence === last.sequence)
    return hash === last.hash ? refuse('older', sequence, sequence) : refuse('forked', sequence);
  if (sequence < last.sequence) return refuse('older', sequence, last.sequence);
  return sequence === last.sequence + 1 && previous !== last.hash ? refuse('forked', sequence) : undefined;
}
