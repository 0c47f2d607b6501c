import { createHash, randomBytes } from 'node:crypto';

/** Tells a session's token from the host's own and from an API key. */
const prefix = 'qss_';

/** A new token of 256 random bits; only its hash is stored. */
export const newSessionToken = (): string => prefix + randomBytes(32).toString('base64url');

export const isSessionToken = (text: string): boolean => text.startsWith(prefix);

/** SHA-256 is enough for a token of 256 random bits: there is nothing to guess. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url');
