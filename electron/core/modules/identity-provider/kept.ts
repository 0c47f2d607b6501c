import { randomBytes } from 'node:crypto';

const keptMost = 1_000;

interface Entry<T> {
  readonly value: T;
  readonly expiresAt: number;
}

/** Things that wait for their secret to come back: for a while, in memory only. */
export interface Kept<T> {
  /** Keeps a value; answers the secret of 256 bits that it is found by. */
  keep(value: T): string;
  /** What is kept under a secret, as long as it is. */
  look(secret: string): T | undefined;
  /** The same, and it is forgotten whatever comes of it. */
  take(secret: string): T | undefined;
}

/** Makes such a keeper; beyond a thousand the oldest are forgotten. */
export function createKept<T>(lifetimeMs: number, now: () => number): Kept<T> {
  const entries = new Map<string, Entry<T>>();
  const look = (secret: string): T | undefined => {
    const entry = entries.get(secret);
    return entry && entry.expiresAt > now() ? entry.value : undefined;
  };
  return {
    keep(value) {
      const at = now();
      for (const [secret, { expiresAt }] of entries) {
        if (expiresAt > at && entries.size < keptMost) break;
        entries.delete(secret);
      }
      const secret = randomBytes(32).toString('base64url');
      entries.set(secret, { value, expiresAt: at + lifetimeMs });
      return secret;
    },
    look,
    take(secret) {
      const found = look(secret);
      entries.delete(secret);
      return found;
    },
  };
}
