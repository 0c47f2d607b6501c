import { type KeyObject, X509Certificate } from 'node:crypto';
import { calledIn } from './read-names.ts';
import { refuse } from './refuse.ts';

/** No authority's chain is half as long; each signature is checked. */
const most = 10;

/**
 * The certificate of a key and those that vouch for it, each followed by the next, from a PEM text of any order.
 * INVALID_INPUT on `chain` where one is missing in between or has nothing to do with it, on `privateKey` where it is the
 * key of another certificate.
 */
export function readChain(text: string, key: KeyObject): X509Certificate[] {
  const given = certificatesIn(text);
  const own = given.filter((each) => each.checkPrivateKey(key));
  const leaf = own.find(({ ca }) => !ca) ?? own[0];
  if (!leaf) {
    const first = given.find(({ ca }) => !ca) ?? given[0];
    refuse(
      'privateKey',
      `is not the key of “${first ? nameOf(first) : ''}”; give the one that it was asked for with`,
    );
  }
  if (own.filter(({ ca }) => ca === leaf.ca).length > 1) {
    refuse('chain', 'holds two certificates of this key, perhaps an older one; leave one of them');
  }
  const chain = upFrom(leaf, given);
  const [stray] = given.filter((each) => !chain.includes(each));
  if (stray) refuse('chain', gap(chain, stray));
  return chain;
}

function certificatesIn(text: string): X509Certificate[] {
  const blocks =
    text.match(
      /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[^-]*-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g,
    ) ?? [];
  const begun = text.match(/-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----/g)?.length ?? 0;
  if (blocks.length === 0 && begun === 0)
    refuse('chain', 'must be certificates in PEM, beginning with -----BEGIN CERTIFICATE-----');
  if (blocks.length !== begun) refuse('chain', 'is cut off or damaged: a certificate in it has no end');
  if (blocks.length > most) refuse('chain', `holds ${blocks.length} certificates; at most ${most} are taken`);
  const read = blocks.map((block, index) => parsed(block, index + 1));
  return read.filter((each, index) => read.findIndex(({ raw }) => raw.equals(each.raw)) === index);
}

function parsed(pem: string, number: number): X509Certificate {
  try {
    const certificate = new X509Certificate(pem);
    const { modulusLength: bits = 0 } = certificate.publicKey.asymmetricKeyDetails ?? {};
    if (bits <= 8_192) return certificate;
  } catch {
    // what OpenSSL says of it is of no help
  }
  return refuse('chain', `holds a certificate that cannot be read: number ${number}`);
}

/** Each is vouched for by the next: that says so, and its signature holds. Ends with one that vouches for itself. */
function upFrom(leaf: X509Certificate, given: readonly X509Certificate[]): X509Certificate[] {
  const chain = [leaf];
  for (let last: X509Certificate | undefined = leaf; last; ) {
    const below: X509Certificate = last;
    last = given.find((each) => !chain.includes(each) && vouches(each, below));
    if (last) chain.push(last);
  }
  return chain;
}

function vouches(issuer: X509Certificate, below: X509Certificate): boolean {
  try {
    return below.checkIssued(issuer) && below.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function gap(chain: readonly X509Certificate[], stray: X509Certificate): string {
  const end = chain.at(-1);
  const missing =
    end && !vouches(end, end) ? `; that of “${calledIn(end.issuer)}” is missing in between` : '';
  return `has a gap: “${nameOf(stray)}” does not vouch for the certificate${missing}`;
}

/** What a certificate is of, in words. */
export const nameOf = ({ subject, subjectAltName }: X509Certificate): string =>
  subject ? calledIn(subject) : (subjectAltName ?? 'a certificate without a name').slice(0, 100);
