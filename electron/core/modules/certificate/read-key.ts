import { createPrivateKey, type KeyObject } from 'node:crypto';
import { refuse } from './refuse.ts';

/** A private key that proxies read, and what it is called. */
export interface CertificateKey {
  readonly key: KeyObject;
  readonly type: string;
  /** PKCS #8. */
  readonly pem: string;
}

/** Curves that Go's TLS has, by the names that OpenSSL gives them. */
const curves: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

/** Reads the one private key of a PEM text; INVALID_INPUT on `privateKey` with what is wrong, and nothing of the text. */
export function readKey(text: string): CertificateKey {
  const blocks = [
    ...text.matchAll(/-----BEGIN ([A-Z ]*)PRIVATE KEY-----(?:(?!-----)[\s\S])*-----END \1PRIVATE KEY-----/g),
  ];
  const [block, ...others] = blocks;
  if (!block) refuse('privateKey', absence(text));
  if (others.length > 0) refuse('privateKey', 'holds several private keys; give the one of the certificate');
  const [pem, form = ''] = block;
  if (form.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(pem)) refuse('privateKey', encrypted);
  if (form.startsWith('OPENSSH'))
    refuse('privateKey', 'is a key of SSH’s; give the one that the certificate was asked for with');
  const key = parsed(pem);
  return { key, type: typeOf(key), pem: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

const encrypted =
  'is closed by a pass phrase; open it first, such as by: openssl pkey -in closed.pem -out key.pem';

function absence(text: string): string {
  if (/BEGIN (?:EC |RSA )?PRIVATE KEY/.test(text)) return 'is cut off or damaged: its last line is missing';
  const found = text.includes('BEGIN CERTIFICATE') ? 'is a certificate, and no key; ' : '';
  return `${found}must be a private key in PEM, beginning with -----BEGIN PRIVATE KEY-----`;
}

/** What OpenSSL says of a key is left out: it is of no help, and could hold some of it. */
function parsed(pem: string): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem' });
  } catch {
    return refuse(
      'privateKey',
      'is no private key that can be read; it is damaged, or of a kind that nobody serves by',
    );
  }
}

function typeOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  if (type === 'ed25519') return 'Ed25519';
  if (type === 'rsa') {
    const bits = details?.modulusLength ?? 0;
    if (bits > 8_192)
      refuse('privateKey', `is of RSA with ${bits} bits, which proxies refuse; 8192 are the most`);
    if (bits < 2_048)
      refuse('privateKey', `is of RSA with ${bits} bits, which browsers refuse; 2048 are the least`);
    return `RSA ${bits}`;
  }
  const curve = type === 'ec' ? curves[details?.namedCurve ?? ''] : undefined;
  if (curve === undefined) {
    refuse(
      'privateKey',
      'is of a kind that proxies do not serve by; take RSA, Ed25519, or ECDSA on P-256, P-384 or P-521',
    );
  }
  return `ECDSA ${curve}`;
}
