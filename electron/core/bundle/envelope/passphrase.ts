import { randomBytes, type ScryptOptions, scrypt } from 'node:crypto';
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import type { Identity, Recipient, Stanza } from 'age-encryption';
import { bundleLimits } from './limits.ts';

const type = 'scrypt';
const saltBytes = 16;
const zeroNonce = new Uint8Array(12);
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/**
 * age's stanza for a passphrase, made by Node's scrypt, which leaves the thread free; the library's own holds it for a
 * second. Source: C2SP age, “The scrypt recipient type”.
 */
export function passphraseRecipient(
  {
    passphrase,
    workFactor = bundleLimits.scryptWorkFactor,
  }: { readonly passphrase: string; readonly workFactor?: number | undefined },
  make: new (args: string[], body: Uint8Array) => Stanza,
): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(saltBytes);
      const key = await keyOf(passphrase, salt, workFactor);
      const body = chacha20poly1305(key, zeroNonce).encrypt(fileKey);
      return [new make([type, base64(salt), String(workFactor)], body)];
    },
  };
}

/** Opens such a stanza; throws for one that is malformed or would take more work than is allowed. */
export function passphraseIdentity(passphrase: string): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const stanza = stanzas.find(({ args }) => args[0] === type);
      if (!stanza) return null;
      const { salt, workFactor } = read(stanza, stanzas.length);
      const key = await keyOf(passphrase, salt, workFactor);
      try {
        return chacha20poly1305(key, zeroNonce).decrypt(stanza.body);
      } catch {
        return null;
      }
    },
  };
}

function read({ args, body }: Stanza, stanzas: number): { salt: Buffer; workFactor: number } {
  const [, saltText = '', factorText = ''] = args;
  const salt = Buffer.from(saltText, 'base64');
  const workFactor = /^[1-9]\d?$/.test(factorText) ? Number(factorText) : Number.POSITIVE_INFINITY;
  const isWhole = stanzas === 1 && args.length === 3 && body.length === 32;
  const isSalt = salt.length === saltBytes && base64(salt) === saltText;
  if (!isWhole || !isSalt || workFactor > bundleLimits.scryptWorkFactor)
    throw new Error('The stanza of the passphrase is malformed.');
  return { salt, workFactor };
}

function keyOf(passphrase: string, salt: Uint8Array, workFactor: number): Promise<Uint8Array> {
  const all = Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt]);
  const cost = 2 ** workFactor;
  const options: ScryptOptions = { N: cost, r: 8, p: 1, maxmem: 2 * 128 * 8 * cost };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, all, 32, options, (error, key) =>
      error ? reject(error) : resolve(new Uint8Array(key)),
    );
  });
}
