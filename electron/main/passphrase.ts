import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';

const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
/** 128 MiB and about half a second a guess. Source: OWASP Password Storage, scrypt (Electron's crypto has no Argon2). */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 1024 * 1024 } as const;
const associated = Buffer.from('quayside data key, passphrase 1');

/** The shortest passphrase that is accepted, in characters. */
export const shortestPassphrase = 12;

const keyOf = (passphrase: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

/** Encrypts under a key made of the passphrase; the same passphrase gives other bytes each time. */
export const encryptByPassphrase = async (passphrase: string, bytes: Uint8Array): Promise<Uint8Array> => {
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce).setAAD(associated);
  const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), encrypted]);
};

/** Undefined where the passphrase is another one, or the bytes were changed. */
export const decryptByPassphrase = async (
  passphrase: string,
  encrypted: Uint8Array,
): Promise<Uint8Array | undefined> => {
  const [salt, nonce, tag, body] = split(encrypted);
  if (tag.length !== tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce, {
    authTagLength: tagBytes,
  })
    .setAAD(associated)
    .setAuthTag(tag);
  const opened = decipher.update(body);
  try {
    return Buffer.concat([opened, decipher.final()]);
  } catch (error) {
    if (error instanceof Error && /authenticate/i.test(error.message)) return undefined;
    throw error;
  }
};

const split = (bytes: Uint8Array): [Uint8Array, Uint8Array, Uint8Array, Uint8Array] => {
  const afterSalt = saltBytes + nonceBytes;
  const afterTag = afterSalt + tagBytes;
  return [
    bytes.subarray(0, saltBytes),
    bytes.subarray(saltBytes, afterSalt),
    bytes.subarray(afterSalt, afterTag),
    bytes.subarray(afterTag),
  ];
};
