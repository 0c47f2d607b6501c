import { AppError } from '#shared/model/errors.ts';
import { encryptAge } from './age.ts';
import { canonicalJson } from './canonical.ts';
import { BundleDocument, type BundleIssuer, bundleContext, bundleVersion, byPassphrase } from './document.ts';
import { fingerprintOf, type KeyPairs } from './keys.ts';
import { bundleLimits } from './limits.ts';
import { signDocument } from './signed.ts';

/** Where a recipient stands: the number of their next bundle from this issuer, and the hash of the one before. */
export interface Place {
  readonly sequence: number;
  readonly previous: string | null;
}

/** What a bundle is made of. Instants are ISO 8601 with milliseconds, in UTC. */
export interface Sealed {
  readonly organization: BundleDocument['organization'];
  readonly account: BundleIssuer['account'];
  readonly keys: KeyPairs;
  /** By `age1…` each … */
  readonly recipients?: readonly (Place & { readonly to: string })[];
  /** … or one passphrase, which whoever knows it opens. */
  readonly passphrase?: Place & {
    readonly text: string;
    /** Of scrypt, as the power of two; the most that is read where it is absent. */
    readonly workFactor?: number;
  };
  readonly validFrom: string;
  readonly validTo: string;
  /** Any JSON value. */
  readonly body: unknown;
}

/**
 * Signs and encrypts a bundle. Answers the file and the hash by which the next one names it. INVALID_INPUT names the field
 * that a bundle cannot have; LIMIT where the file would be larger than is read.
 */
export async function sealBundle(given: Sealed): Promise<{ file: Uint8Array; hash: string }> {
  const document = documentOf(given);
  const { text, hash } = signDocument(document, given.keys);
  const plain = new TextEncoder().encode(text);
  if (plain.length > bundleLimits.fileBytes - bundleLimits.headerBytes) throw tooBig();
  const to = document.recipients.map((each) => each.to);
  const { text: words = '', workFactor } = given.passphrase ?? {};
  const sealing = given.passphrase ? { passphrase: words, workFactor } : { recipients: to };
  const file = await encryptAge(plain, sealing);
  if (file.length > bundleLimits.fileBytes) throw tooBig();
  return { file, hash };
}

function documentOf({ organization, account, keys, passphrase, ...given }: Sealed): BundleDocument {
  const { recipient, signingKey } = keys;
  const recipients = passphrase
    ? [{ to: byPassphrase, sequence: passphrase.sequence, previous: passphrase.previous }]
    : given.recipients;
  const read = BundleDocument.safeParse({
    context: bundleContext,
    version: bundleVersion,
    organization,
    issuer: { account, recipient, signingKey, fingerprint: fingerprintOf(keys) },
    recipients,
    validFrom: given.validFrom,
    validTo: given.validTo,
    body: jsonOf(given.body),
  });
  if (!read.success)
    throw new AppError('INVALID_INPUT', {
      issues: read.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
    });
  const days = (Date.parse(read.data.validTo) - Date.parse(read.data.validFrom)) / 86_400_000;
  if (!(days > 0 && days <= bundleLimits.validDays))
    throw invalid('validTo', `must be later than validFrom, by at most ${bundleLimits.validDays} days`);
  return read.data;
}

/** The body as those who open it will have it: what JSON has no word for is gone or refused. */
function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(canonicalJson(body));
  } catch (error) {
    throw invalid('body', `is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const invalid = (path: string, message: string): AppError =>
  new AppError('INVALID_INPUT', { issues: [{ path, message }] });

const tooBig = (): AppError =>
  new AppError('LIMIT', {
    what: 'The bundle is larger than is read',
    limit: bundleLimits.fileBytes,
    cure: 'Export less of the organization at once.',
  });
