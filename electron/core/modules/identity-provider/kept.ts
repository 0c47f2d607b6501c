import { randomBytes } from 'node:crypto';
import type { CoreServices } from '../../core-services.ts';

const keptMost = 1_000;

interface Entry<T> {
  readonly value: T;
  readonly expiresAt: number;
}

/** Things that wait for their secret to come back: for a while, in the memory of their core only. */
export interface Kept<T> {
  /** Keeps a value; answers the secret of 256 bits that it is found by. */
  keep(core: CoreServices, value: T): string;
  /** What is kept under a secret, as long as it is. */
  look(core: CoreServices, secret: string): T | undefined;
  /** The same, and it is forgotten whatever comes of it. */
  take(core: CoreServices, secret: string): T | undefined;
}

/** Makes such a keeper; beyond a thousand the oldest are forgotten. */
export const createKept = <T>(lifetimeMs: number): Kept<T> => {
  const ofCores = new WeakMap<CoreServices, Map<string, Entry<T>>>();
  const entriesOf = (core: CoreServices): Map<string, Entry<T>> => {
    const entries = ofCores.get(core) ?? new Map<string, Entry<T>>();
    ofCores.set(core, entries);
    return entries;
  };
  const look = (core: CoreServices, secret: string): T | undefined => {
    const entry = entriesOf(core).get(secret);
    return entry && entry.expiresAt > core.store.now() ? entry.value : undefined;
  };
  return {
    keep(core, value) {
      const entries = entriesOf(core);
      const now = core.store.now();
      for (const [secret, { expiresAt }] of entries) {
        if (expiresAt > now && entries.size < keptMost) break;
        entries.delete(secret);
      }
      const secret = randomBytes(32).toString('base64url');
      entries.set(secret, { value, expiresAt: now + lifetimeMs });
      return secret;
    },
    look,
    take(core, secret) {
      const found = look(core, secret);
      entriesOf(core).delete(secret);
      return found;
    },
  };
};
