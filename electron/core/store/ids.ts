import { randomBytes } from 'node:crypto';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const base32 = (bytes: Uint8Array): string => {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let left = Math.ceil((bytes.length * 8) / 5); left > 0; left -= 1) {
    text = alphabet[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
};

/**
 * A new id: the kind's prefix, 48 bits of time and 80 random ones in Crockford's base 32 (a ULID), so that
 * ids sort by creation and cannot be guessed.
 */
export const newId = (prefix: string, now: number): string => {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(now) << 16n);
  bytes.set(randomBytes(10), 6);
  return `${prefix}_${base32(bytes)}`;
};

/** A new id of a node kind. */
export const newNodeId = (kind: NodeKind, now: number): string => newId(nodeKinds[kind].prefix, now);
