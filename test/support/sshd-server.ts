import { fingerprint } from '#core/remote/ssh/fingerprint.ts';
import type { TestSshd } from '#core/remote/test-support/sshd.ts';
import type { TestClient } from './create-test-core.ts';

/** The fingerprint under which an sshd of this machine shows itself. */
export const fingerprintOf = (sshd: TestSshd, type: 'ed25519' | 'ecdsa' = 'ed25519'): string => {
  const [, base64 = ''] = sshd.hostKeyLine(type).split(' ');
  return fingerprint(Buffer.from(base64, 'base64'));
};

/** Adds an sshd of this machine to an organization as a server, by its key; answers the server's id. */
export const addSshd = async (
  client: TestClient,
  organizationId: string,
  sshd: TestSshd,
): Promise<string> => {
  const { id } = await client.server.create({
    organizationId,
    name: 'web-1',
    host: '127.0.0.1',
    port: sshd.port,
    user: 'root',
    auth: { type: 'key', privateKey: sshd.privateKey },
    fingerprint: fingerprintOf(sshd),
  });
  return id;
};
