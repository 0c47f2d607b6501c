import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '#shared/model/errors.ts';

/** Where a sealed value lives; bound into it, so that it opens nowhere else. */
export interface SealedPlace {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** What people call it, where that is not the column. */
  readonly field?: string;
}

/** What can't be opened is told by its field, with the cure; what it was is lost. */
const damaged = ({ field, column }: SealedPlace, cause: unknown): AppError => {
  const reason =
    'what is stored of it is damaged and can’t be opened; give it anew or delete it, or restore a backup of the store';
  return new AppError('CONFLICT', { field: field ?? column, reason }, { cause });
};

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

const associated = ({ table, row, column }: SealedPlace): Buffer =>
  Buffer.from(JSON.stringify([version, table, row, column]));

/** Seals and opens secret columns by AES-256-GCM under the store's data key (NIST SP 800-38D). */
export interface Sealer {
  seal(plain: string, place: SealedPlace): Uint8Array;
  /** CONFLICT on its field where the value was changed, moved from its place, or sealed under another key. */
  open(sealed: Uint8Array, place: SealedPlace): string;
  /** Recognises a text again without keeping it; cannot be guessed from the store alone (HMAC-SHA-256). */
  digest(text: string): string;
  /** Proves that whoever holds the data key wrote a text, under a key of its own (HMAC-SHA-256, RFC 2104). */
  authenticate(text: string): Uint8Array;
  /** A key of 32 bytes for one purpose, which tells nothing of any other (HKDF-SHA-256, RFC 5869). */
  derive(purpose: string): Uint8Array;
}

/** A sealer for one 32-byte data key. Layout of a value: version, nonce (12), tag (16), ciphertext. */
export const createSealer = (dataKey: Uint8Array): Sealer => {
  const digestKey = Buffer.from(hkdfSync('sha256', dataKey, '', 'quayside digest 1', 32));
  const chainKey = Buffer.from(hkdfSync('sha256', dataKey, '', 'quayside audit chain 1', 32));
  return {
    seal(plain, place) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', dataKey, nonce).setAAD(associated(place));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Uint8Array.of(version), nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, place) {
      if (sealed[0] !== version) throw damaged(place, `version ${sealed[0]}`);
      const nonce = sealed.subarray(1, 1 + nonceBytes);
      const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', dataKey, nonce, { authTagLength: tagBytes })
          .setAAD(associated(place))
          .setAuthTag(tag);
        const text = sealed.subarray(1 + nonceBytes + tagBytes);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch (error) {
        throw damaged(place, error);
      }
    },
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('hex'),
    authenticate: (text) => createHmac('sha256', chainKey).update(text).digest(),
    derive: (purpose) => new Uint8Array(hkdfSync('sha256', dataKey, '', `quayside derived 1 ${purpose}`, 32)),
  };
};
