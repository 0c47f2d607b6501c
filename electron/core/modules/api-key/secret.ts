import { createHash, randomBytes } from 'node:crypto';
import { makeApiKey } from '#shared/model/api-key.ts';

export const newSecret = (): string => makeApiKey(randomBytes);

/** What the store keeps of a secret. Plain SHA-256 will do: 178 random bits cannot be guessed from it. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');
