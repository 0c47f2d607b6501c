import { randomFillSync } from 'node:crypto';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** The bytes as one number, the highest first, in Crockford's base 32. */
const base32 = (bytes: Uint8Array): string => {
  let text = '';
  let held = 0;
  let bits = 0;
  for (let at = bytes.length - 1; at >= 0; at -= 1) {
    held |= (bytes[at] ?? 0) << bits;
    for (bits += 8; bits >= 5; bits -= 5) {
      text = alphabet[held & 31] + text;
      held >>>= 5;
    }
  }
  return bits > 0 ? alphabet[held] + text : text;
};

const randomLength = 10;
const pool = new Uint8Array(randomLength * 256);
let taken = pool.length;

/** Asks the system for many bytes at once: one call costs as much as a few hundred ids. */
const randomPart = (): Uint8Array => {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += randomLength;
  return pool.subarray(taken - randomLength, taken);
};

/**
 * A new id: the kind's prefix, 48 bits of time and 80 random ones in Crockford's base 32 (a ULID), so that
 * ids sort by creation and cannot be guessed.
 */
export const newId = (prefix: string, now: number): string => {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(now / 2 ** 32));
  view.setUint32(2, now % 2 ** 32);
  bytes.set(randomPart(), 6);
  return `${prefix}_${base32(bytes)}`;
};

/** A new id of a node kind. */
export const newNodeId = (kind: NodeKind, now: number): string => newId(nodeKinds[kind].prefix, now);
