import { createPrivateKey } from 'node:crypto';
import { type KeyPair, parsePrivateKey, readPrivateKey } from './private-key.ts';

/**
 * A private key without its pass phrase, as `ssh` of any version reads it: what seals it elsewhere needs none, and what
 * runs without a person could not type it. Refuses as `parsePrivateKey` does.
 */
export function withoutPassphrase(text: string, passphrase?: string): KeyPair {
  const described = readPrivateKey(text, passphrase);
  if (passphrase === undefined && !isPutty.test(text)) {
    return { ...described, privateKey: `${text.trim()}\n` };
  }
  const key = parsePrivateKey(text, passphrase);
  const pem = key.getPrivatePEM();
  const privateKey = key.type === 'ssh-ed25519' ? opensshText(pem, key.comment) : pem;
  return { ...described, privateKey: `${privateKey.trim()}\n` };
}

const isPutty = /^\s*PuTTY-User-Key-File/;

/** Ed25519 in OpenSSH's own format, the only one that all its versions read. Source: openssh-portable PROTOCOL.key. */
function opensshText(pem: string, comment: string): string {
  const { d = '', x = '' } = createPrivateKey(pem).export({ format: 'jwk' });
  const [seed, point] = [Buffer.from(d, 'base64url'), Buffer.from(x, 'base64url')];
  const publicHalf = Buffer.concat([field('ssh-ed25519'), field(point)]);
  // two equal numbers, by which a wrong pass phrase would be noticed; without one they say nothing
  const checked = Buffer.concat([
    Buffer.alloc(8),
    publicHalf,
    field(Buffer.concat([seed, point])),
    field(comment),
  ]);
  const padding = Buffer.from(
    Array.from({ length: (8 - (checked.length % 8)) % 8 }, (_, index) => index + 1),
  );
  const one = Buffer.from([0, 0, 0, 1]);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    one,
    field(publicHalf),
    field(Buffer.concat([checked, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----'].join('\n');
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
