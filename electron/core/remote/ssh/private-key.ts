import { createHash } from 'node:crypto';
import ssh2, { type ParsedKey } from 'ssh2';
import { AppError } from '#shared/model/errors.ts';
import { fingerprint } from './fingerprint.ts';

/** The public side of a private key; `publicKey` is the line for an authorized_keys file. */
export interface KeyDescription {
  readonly type: string;
  readonly publicKey: string;
  readonly fingerprint: string;
}

/** A new key pair in OpenSSH's format. */
export interface KeyPair extends KeyDescription {
  readonly privateKey: string;
}

const refuse = (path: string, message: string) =>
  new AppError('INVALID_INPUT', { issues: [{ path, message }] });

const refusal = (error: Error, passphrase: string | undefined): AppError => {
  const isEncrypted = /encrypted|passphrase|integrity check|bad decrypt|decrypt/i.test(error.message);
  if (isEncrypted && !passphrase) return refuse('passphrase', 'This key is encrypted; enter its passphrase.');
  if (isEncrypted) return refuse('passphrase', 'This passphrase does not open the key.');
  return refuse('privateKey', 'This is not a private key that can be read (OpenSSH, PEM or PPK).');
};

const parse = (text: string, passphrase: string | undefined): ParsedKey => {
  const parsed = ssh2.utils.parseKey(text, passphrase);
  if (parsed instanceof Error) throw refusal(parsed, passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!key?.isPrivateKey()) throw refuse('privateKey', 'This is a public key; the private key is needed.');
  if (key.type === 'ssh-dss') throw refuse('privateKey', 'DSA keys are not supported; make an Ed25519 key.');
  return key;
};

const parsedKeys = new Map<string, ParsedKey>();
const keptKeys = 32;

/**
 * Parses a private key or refuses it naming the field (`privateKey` or `passphrase`) that has to change.
 * The last few are kept, since opening an encrypted key takes half a second in which nothing else runs.
 */
export const parsePrivateKey = (text: string, passphrase?: string): ParsedKey => {
  const name = createHash('sha256')
    .update(JSON.stringify([text, passphrase]))
    .digest('base64');
  const known = parsedKeys.get(name);
  if (known) return known;
  const key = parse(text, passphrase);
  const [oldest] = parsedKeys.keys();
  if (parsedKeys.size >= keptKeys && oldest) parsedKeys.delete(oldest);
  parsedKeys.set(name, key);
  return key;
};

const describeKey = (key: ParsedKey): KeyDescription => {
  const raw = key.getPublicSSH();
  const comment = key.comment ? ` ${key.comment.replaceAll(/[\r\n]/g, ' ')}` : '';
  return {
    type: key.type,
    publicKey: `${key.type} ${raw.toString('base64')}${comment}`,
    fingerprint: fingerprint(raw),
  };
};

/** Describes a private key without keeping it; refuses as parsePrivateKey does. */
export const readPrivateKey = (text: string, passphrase?: string): KeyDescription =>
  describeKey(parsePrivateKey(text, passphrase));

/** Makes a key pair without blocking: RSA takes seconds. The private half is not encrypted. */
export const makeKeyPair = async (algorithm: 'ed25519' | 'rsa-4096', comment: string): Promise<KeyPair> => {
  if (algorithm === 'ed25519') return generateKeyPair(comment);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  ssh2.utils.generateKeyPair('rsa', { bits: 4_096, comment }, (error, keys) =>
    error ? reject(error) : resolve(keys.private),
  );
  const privateKey = await promise;
  return { privateKey, ...readPrivateKey(privateKey) };
};

/**
 * Makes an Ed25519 key pair; the private key is not encrypted, sealing it is the store's part. ssh2 drops a zero byte
 * at the front of either half, and what it wrote then nobody can read: one pair in 200 (97 of 20,000), made anew here.
 */
export const generateKeyPair = (comment: string): KeyPair => {
  for (;;) {
    const { private: privateKey } = ssh2.utils.generateKeyPairSync('ed25519', { comment });
    if (!(ssh2.utils.parseKey(privateKey) instanceof Error))
      return { privateKey, ...readPrivateKey(privateKey) };
  }
};
