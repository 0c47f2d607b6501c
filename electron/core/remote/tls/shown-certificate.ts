import type { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { AppError } from '#shared/model/errors.ts';
import { withDeadline } from '../ssh/deadline.ts';
import { type ForwardTarget, forwardTo, letGo } from '../ssh/forward.ts';
import type { SshConnection } from '../ssh/types.ts';

const handshakeMs = 10_000;

/**
 * The certificate that visitors of a host are shown at an address as the server itself reaches it, whoever issued it. It is
 * read and not trusted. REMOTE_FAILED where nothing listens there, or no certificate is shown for the host.
 */
export async function shownCertificate(
  connection: SshConnection,
  { host, at, signal }: { readonly host: string; readonly at: ForwardTarget; readonly signal?: AbortSignal },
): Promise<X509Certificate> {
  const channel = await forwardTo(connection, at, signal);
  const failed = (stderr: string) =>
    new AppError('REMOTE_FAILED', {
      server: connection.label,
      action: `Looking at ${host} over TLS`,
      stderr,
    });
  const deadline = {
    timeoutMs: handshakeMs,
    signal,
    what: 'Looking at a certificate',
    onTimeout: () => failed('The TLS handshake was not answered in time.'),
  };
  try {
    return await withDeadline<X509Certificate>(deadline, (resolve, reject) => {
      // who issued it is what is asked, so nothing is refused for that
      const socket = connect({ socket: channel, servername: host, rejectUnauthorized: false });
      socket.once('secureConnect', () => {
        const certificate = socket.getPeerX509Certificate();
        if (certificate) resolve(certificate);
        else reject(failed('No certificate was shown.'));
        socket.destroy();
      });
      socket.on('error', () => reject(failed('There is no certificate for it: the handshake was refused.')));
      return () => socket.destroy();
    });
  } finally {
    letGo(channel);
  }
}
