import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

/** The public halves of somebody's keys, as they stand in a bundle. */
export interface PublicKeys {
  /** What age encrypts to, `age1…` (X25519). */
  readonly recipient: string;
  /** The 32 bytes of the Ed25519 key in base64url (RFC 8032, RFC 8037). */
  readonly signingKey: string;
}

/** Both halves of somebody's keys. */
export interface KeyPairs extends PublicKeys {
  /** `AGE-SECRET-KEY-1…` */
  readonly identity: string;
  /** The 32 bytes of the private Ed25519 key in base64url. */
  readonly signingSecret: string;
}

/** Makes an X25519 and an Ed25519 key pair. Loads age. */
export async function makeKeyPairs(): Promise<KeyPairs> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  const { d = '', x = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { identity, recipient: await identityToRecipient(identity), signingKey: x, signingSecret: d };
}

/** What people compare, of both keys at once: `SHA256:` and the hash in base64, as ssh shows its own. */
export function fingerprintOf({ recipient, signingKey }: PublicKeys): string {
  const hash = createHash('sha256').update(`quayside keys\n${signingKey}\n${recipient}\n`).digest('base64');
  return `SHA256:${hash.replace(/=+$/, '')}`;
}

/** Signs by Ed25519; 64 bytes in base64url. */
export function signText(text: string, keys: Pick<KeyPairs, 'signingKey' | 'signingSecret'>): string {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: keys.signingKey, d: keys.signingSecret };
  return sign(null, Buffer.from(text), createPrivateKey({ key: jwk, format: 'jwk' })).toString('base64url');
}

/** Whether a signature is that of a text by a key; false also for what is no key and no signature. */
export function isSignedBy(text: string, signature: string, signingKey: string): boolean {
  if (!isBase64Url(signature, 64) || !isBase64Url(signingKey, 32)) return false;
  const key = publicKey(signingKey);
  return key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

/** Whether a text is the one way to write so many bytes: the last letter has bits that decoders ignore. */
export function isBase64Url(text: string, length: number): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length && bytes.toString('base64url') === text;
}

function publicKey(signingKey: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signingKey }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
