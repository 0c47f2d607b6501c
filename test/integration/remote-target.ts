import { connect } from '#core/remote/ssh/connect.ts';
import { fingerprint } from '#core/remote/ssh/fingerprint.ts';
import type { SshConnection, SshTarget } from '#core/remote/ssh/types.ts';
import type { LabServer } from '#test/lab/index.ts';

/** How to sign in to a lab server, its host key pinned. */
export const targetOf = (server: LabServer, overrides: Partial<SshTarget> = {}): SshTarget => ({
  label: server.name,
  host: server.host,
  port: server.port,
  user: server.user,
  auth: { kind: 'key', privateKey: server.privateKey },
  verifyHostKey: ({ raw }) => {
    const pinned = server.hostKeyFingerprint;
    return { trusted: fingerprint(raw) === pinned, pinned };
  },
  ...overrides,
});

/** Connects to a lab server as one of its users, and closes with its scope. */
export const connectTo = async (
  server: LabServer,
  user: string = server.user,
): Promise<{ connection: SshConnection } & AsyncDisposable> => {
  const connection = await connect(targetOf(server, { user }));
  return {
    connection,
    async [Symbol.asyncDispose]() {
      connection.close();
      await connection.ended;
    },
  };
};
