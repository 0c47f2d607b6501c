import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { plainDetail } from './failure.ts';
import { shakeHands } from './handshake.ts';
import { parsePrivateKey } from './private-key.ts';
import { openSocket, openSocketThrough } from './socket.ts';
import type { HostKey, SshConnection, SshTarget } from './types.ts';

/** Deadlines of a connection; the defaults are engine.md's. */
export interface ConnectOptions {
  readonly signal?: AbortSignal | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly handshakeTimeoutMs?: number | undefined;
  readonly keepaliveMs?: number | undefined;
}

/** How long an orderly end may take before the stream is cut. */
const endGraceMs = 1_000;

const checkKey = ({ auth, jump }: SshTarget): void => {
  if (auth.kind === 'key') parsePrivateKey(auth.privateKey, auth.passphrase);
  if (jump) checkKey(jump);
};

/** Resolves with the cause when the connection is gone; from here on no error of the client is unheard. */
const watchEnd = (client: Client): Promise<string> => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let cause = 'the connection was closed';
  client.on('error', (error) => {
    cause = plainDetail(error.message);
  });
  client.once('close', () => resolve(cause));
  return promise;
};

const connectionOf = (
  target: SshTarget,
  opened: { client: Client; hostKey: HostKey },
  sock: Duplex,
  jump: SshConnection | undefined,
): SshConnection => {
  const { client, hostKey } = opened;
  let isOpen = true;
  const ended = watchEnd(client);
  client.once('close', () => {
    isOpen = false;
    jump?.close();
  });
  return {
    label: target.label,
    host: target.host,
    user: target.user,
    hostKey,
    client,
    ended,
    get isOpen() {
      return isOpen;
    },
    close() {
      isOpen = false;
      client.end();
      setTimeout(() => sock.destroy(), endGraceMs).unref();
    },
  };
};

/**
 * Opens one connection, through the jump host where there is one. Keys are parsed before anything is sent
 * (INVALID_INPUT); every other failure is UNREACHABLE with its reason, an abort CANCELLED.
 */
export const connect = async (target: SshTarget, options: ConnectOptions = {}): Promise<SshConnection> => {
  const { connectTimeoutMs = 10_000, handshakeTimeoutMs = 15_000, keepaliveMs = 15_000, signal } = options;
  checkKey(target);
  const jump = target.jump && (await connect(target.jump, options));
  try {
    const socketOptions = { connectTimeoutMs, signal };
    const sock = jump
      ? await openSocketThrough(jump, target, socketOptions)
      : await openSocket(target, socketOptions);
    const opened = await shakeHands(target, sock, { handshakeTimeoutMs, keepaliveMs, signal });
    return connectionOf(target, opened, sock, jump);
  } catch (error) {
    jump?.close();
    throw error;
  }
};
