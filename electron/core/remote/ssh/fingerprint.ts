import { createHash } from 'node:crypto';

/** OpenSSH's name of a public key: `SHA256:` and the unpadded base64 of the hash of the raw key blob. */
export const fingerprint = (raw: Uint8Array): string =>
  `SHA256:${createHash('sha256').update(raw).digest('base64').replace(/=+$/, '')}`;
