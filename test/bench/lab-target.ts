import { connect } from '#core/remote/ssh/connect.ts';
import type { SshConnection, SshTarget } from '#core/remote/ssh/types.ts';
import type { LabServer } from '#test/lab/index.ts';

/** How our own connection reaches a lab server: its key pinned, as the product does it. */
export const labTarget = (server: LabServer): SshTarget => ({
  label: server.name,
  host: server.host,
  port: server.port,
  user: server.user,
  auth: { kind: 'key', privateKey: server.privateKey },
  verifyHostKey: ({ fingerprint }) => fingerprint === server.hostKeyFingerprint,
});

/** Opens one connection to a lab server. */
export const connectTo = (server: LabServer): Promise<SshConnection> => connect(labTarget(server));
