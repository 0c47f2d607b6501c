import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits; the path carries them in its fragment, which no server and no log ever sees. */
export const newSecret = (): { secret: string; hash: string; path: string } => {
  const secret = randomBytes(32).toString('base64url');
  return { secret, hash: secretHash(secret), path: `/#invitation=${secret}` };
};

/** What the store keeps. A plain hash will do, for 256 random bits cannot be guessed from it. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
