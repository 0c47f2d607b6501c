import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

const hostKeyOrder: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512' as ServerHostKeyAlgorithm,
  'rsa-sha2-256' as ServerHostKeyAlgorithm,
];

const keyTypeOf = (algorithm: string): string => (algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);

/** Only algorithms without SHA-1, CBC or small groups; host keys of the preferred types come first. */
export const strongAlgorithms = (preferredKeyTypes: readonly string[] = []): Algorithms => {
  const isPreferred = (a: string) => preferredKeyTypes.includes(keyTypeOf(a));
  return {
    kex: [
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
      'ecdh-sha2-nistp256',
      'ecdh-sha2-nistp384',
      'ecdh-sha2-nistp521',
      'diffie-hellman-group16-sha512',
      'diffie-hellman-group18-sha512',
      'diffie-hellman-group14-sha256',
    ],
    serverHostKey: [...hostKeyOrder.filter(isPreferred), ...hostKeyOrder.filter((a) => !isPreferred(a))],
    cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes256-ctr', 'aes192-ctr', 'aes128-ctr'],
    hmac: [
      'hmac-sha2-256-etm@openssh.com',
      'hmac-sha2-512-etm@openssh.com',
      'hmac-sha2-256',
      'hmac-sha2-512',
    ],
    compress: ['none'],
  };
};
