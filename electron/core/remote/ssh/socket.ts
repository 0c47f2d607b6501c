import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { canBePublic, NotPublicError, publicLookup } from '../network/public-address.ts';
import { withDeadline } from './deadline.ts';
import { timedOut, unreachable } from './failure.ts';
import { inOneSegment } from './one-segment.ts';
import type { SshConnection, SshEndpoint } from './types.ts';

/** What the opening of a raw stream may take. */
export interface SocketOptions {
  readonly connectTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const deadlineOf = (to: SshEndpoint, { connectTimeoutMs, signal }: SocketOptions) => ({
  timeoutMs: connectTimeoutMs,
  signal,
  what: `Connecting to ${to.label}`,
  onTimeout: () => timedOut(to.label, `no answer from ${to.host} port ${to.port}`),
});

/** A TCP stream to the server with Nagle's delay off and no packet in pieces. The deadline covers the look-up of the name as well. */
export const openSocket = (to: SshEndpoint, options: SocketOptions): Promise<Duplex> =>
  withDeadline<Duplex>(deadlineOf(to, options), (resolve, reject) => {
    const onError = (error: Error) => reject(unreachable(to.label, error));
    if (to.isPublicOnly && !canBePublic(to.host)) {
      onError(new NotPublicError(to.host));
      return undefined;
    }
    const guard = to.isPublicOnly ? { lookup: publicLookup } : {};
    const socket = connect({ host: to.host, port: to.port, noDelay: true, ...guard });
    socket.once('error', onError);
    socket.once('connect', () => {
      socket.off('error', onError);
      resolve(inOneSegment(socket));
    });
    return () => socket.destroy();
  });

/** A stream to the server that the jump host opens; its refusals count as the server's own. */
export const openSocketThrough = (
  jump: SshConnection,
  to: SshEndpoint,
  options: SocketOptions,
): Promise<Duplex> =>
  withDeadline<Duplex>(deadlineOf(to, options), (resolve, reject) => {
    jump.client.forwardOut('127.0.0.1', 0, to.host, to.port, (error, channel) => {
      if (error) reject(unreachable(to.label, new Error(`${jump.label}: ${error.message}`)));
      else resolve(channel);
    });
    return undefined;
  });
