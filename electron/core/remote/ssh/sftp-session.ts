import type { SFTPWrapper } from 'ssh2';
import { AppError } from '#shared/model/errors.ts';
import { withDeadline } from './deadline.ts';
import { plainDetail, timedOut, unreachable } from './failure.ts';
import type { SshConnection } from './types.ts';

const operationTimeoutMs = 30_000;
const sessions = new WeakMap<SshConnection, Promise<SFTPWrapper>>();

/** SFTP's own codes that callers can act on (draft-ietf-secsh-filexfer-02, 7). */
export const [endOfFile, noSuchFile, genericFailure] = [1, 2, 4] as const;

/** SFTP's own code of a failure, where it has one. */
export const codeOf = (error: unknown): number | undefined => (error as { code?: number } | undefined)?.code;

const bounded = <T>(
  connection: SshConnection,
  action: string,
  start: (done: (error: unknown, value: T) => void) => void,
): Promise<T> => {
  const onTimeout = () => timedOut(connection.label, `${action} did not finish`);
  return withDeadline<T>({ timeoutMs: operationTimeoutMs, what: action, onTimeout }, (resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)));
    return undefined;
  });
};

/** One SFTP session a connection, opened at first use and again after the server closed it. */
const sftpOf = (connection: SshConnection): Promise<SFTPWrapper> => {
  const known = sessions.get(connection);
  if (known) return known;
  const forget = () => sessions.delete(connection);
  const opening = bounded<SFTPWrapper>(connection, 'Opening SFTP', (done) =>
    connection.client.sftp(done),
  ).then(
    (sftp) => {
      sftp.once('close', forget);
      sftp.on('error', forget);
      return sftp;
    },
    (error) => {
      forget();
      throw failed(connection, 'Opening SFTP', error);
    },
  );
  sessions.set(connection, opening);
  return opening;
};

/** A failure of SFTP as REMOTE_FAILED, or UNREACHABLE when the connection is gone. */
export const failed = (connection: SshConnection, action: string, error: unknown): AppError => {
  if (error instanceof AppError) return error;
  if (!connection.isOpen) return unreachable(connection.label, error);
  const stderr = plainDetail(error instanceof Error ? error.message : String(error));
  const isFull = /no space|quota/i.test(stderr);
  const cure = isFull ? 'Free some space on the server.' : undefined;
  return new AppError('REMOTE_FAILED', { server: connection.label, action, stderr, cure }, { cause: error });
};

/** One SFTP operation in callback form. */
export type Call<T> = (sftp: SFTPWrapper, done: (error: unknown, value: T) => void) => void;

/** Runs one operation on the connection's SFTP session, within a deadline; SFTP's own errors come through as they are. */
export const call = async <T>(connection: SshConnection, action: string, run: Call<T>): Promise<T> => {
  const sftp = await sftpOf(connection);
  return bounded<T>(connection, action, (done) => run(sftp, done));
};
