import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path/posix';
import { AppError } from '#shared/model/errors.ts';
import { type Call, call, codeOf, endOfFile, failed, genericFailure, noSuchFile } from './sftp-session.ts';
import type { SshConnection } from './types.ts';

const chunkBytes = 32 * 1024;

/** What is known of a remote file; `mode` holds the permission bits only, `mtime` epoch seconds. */
export interface RemoteStat {
  readonly size: number;
  readonly mode: number;
  readonly mtime: number;
  readonly isDirectory: boolean;
}

const closeHandle = (connection: SshConnection, handle: Buffer): Promise<void> =>
  call<void>(connection, 'Closing a file', (sftp, done) => sftp.close(handle, (e) => done(e, undefined)));

const withFile = async <T>(
  connection: SshConnection,
  open: { path: string; flags: 'r' | 'wx'; mode: number; action: string },
  use: (handle: Buffer) => Promise<T>,
): Promise<T> => {
  const { path, flags, mode, action } = open;
  try {
    const handle = await call<Buffer>(connection, action, (sftp, done) => sftp.open(path, flags, mode, done));
    try {
      return await use(handle);
    } finally {
      await closeHandle(connection, handle).catch(() => undefined); // the first failure is the one that counts
    }
  } catch (error) {
    throw codeOf(error) === undefined ? failed(connection, action, error) : error;
  }
};

const readChunk = async (
  connection: SshConnection,
  handle: Buffer,
  offset: number,
  length: number,
): Promise<Buffer> => {
  try {
    return await call<Buffer>(connection, 'Reading a file', (sftp, done) =>
      sftp.read(handle, Buffer.alloc(length), 0, length, offset, (error, count, data) =>
        done(error, data?.subarray(0, count)),
      ),
    );
  } catch (error) {
    if (codeOf(error) === endOfFile) return Buffer.alloc(0);
    throw error;
  }
};

const readUpTo = async (connection: SshConnection, handle: Buffer, from: number, maxBytes: number) => {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size < maxBytes) {
    const chunk = await readChunk(connection, handle, from + size, Math.min(chunkBytes, maxBytes - size));
    if (chunk.length === 0) break;
    chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks);
};

const absent = (path: string) => new AppError('NOT_FOUND', { kind: 'remote file', id: path });

/** Up to `maxBytes` of a file from a byte offset; empty at its end, NOT_FOUND without the file. */
export const readFrom = async (
  connection: SshConnection,
  path: string,
  offset: number,
  maxBytes: number,
): Promise<Buffer> => {
  const open = { path, flags: 'r', mode: 0, action: `Reading ${path}` } as const;
  try {
    return await withFile(connection, open, (handle) => readUpTo(connection, handle, offset, maxBytes));
  } catch (error) {
    throw codeOf(error) === noSuchFile ? absent(path) : failed(connection, open.action, error);
  }
};

/** A whole file; one longer than `maxBytes` (1 MiB unless said) is LIMIT, a missing one NOT_FOUND. */
export const readFile = async (
  connection: SshConnection,
  path: string,
  { maxBytes = 1024 * 1024 } = {},
): Promise<Buffer> => {
  const content = await readFrom(connection, path, 0, maxBytes + 1);
  if (content.length > maxBytes)
    throw new AppError('LIMIT', { what: `The size of ${path}`, limit: maxBytes });
  return content;
};

/** What is at the path, or null; links are followed. */
export const stat = async (connection: SshConnection, path: string): Promise<RemoteStat | null> => {
  try {
    const found = await call<{ size: number; mode: number; mtime: number; isDirectory(): boolean }>(
      connection,
      `Looking at ${path}`,
      (sftp, done) => sftp.stat(path, done),
    );
    const { size, mode, mtime } = found;
    return { size, mode: mode & 0o7777, mtime, isDirectory: found.isDirectory() };
  } catch (error) {
    if (codeOf(error) === noSuchFile) return null;
    throw failed(connection, `Looking at ${path}`, error);
  }
};

const act = async (connection: SshConnection, action: string, run: Call<void>): Promise<void> => {
  try {
    await call<void>(connection, action, run);
  } catch (error) {
    throw failed(connection, action, error);
  }
};

const writeAll = async (connection: SshConnection, handle: Buffer, bytes: Buffer): Promise<void> => {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const length = Math.min(chunkBytes, bytes.length - at);
    await call<void>(connection, 'Writing a file', (sftp, done) =>
      sftp.write(handle, bytes, at, length, at, (error) => done(error, undefined)),
    );
  }
};

/** Removes a file; one that is not there counts as removed. */
export const removeFile = async (connection: SshConnection, path: string): Promise<void> => {
  try {
    await call<void>(connection, `Removing ${path}`, (s, done) => s.unlink(path, (e) => done(e, undefined)));
  } catch (error) {
    if (codeOf(error) !== noSuchFile) throw failed(connection, `Removing ${path}`, error);
  }
};

interface FreeSpace {
  readonly f_bavail: number;
  readonly f_frsize: number;
}

/** SFTP calls a full disk just "Failure"; the file system's own count tells. */
const explainFailure = async (
  connection: SshConnection,
  folder: string,
  needed: number,
  error: unknown,
): Promise<unknown> => {
  if (codeOf(error) !== genericFailure) return error;
  try {
    const free = await call<FreeSpace>(connection, `Looking at ${folder}`, (s, done) =>
      s.ext_openssh_statvfs(folder, (e: unknown, found: unknown) => done(e, found as FreeSpace)),
    );
    const isFull = free.f_bavail * free.f_frsize < needed + 64 * 1024;
    return isFull ? new Error('No space left on device') : error;
  } catch {
    return error; // a server without this extension: the plain failure has to do
  }
};

/**
 * Writes a file so that nobody ever sees half of it: a new file beside it with the mode set from the start
 * (0600 unless said), then a rename over the old one. The folder must exist.
 */
export const writeFileAtomic = async (
  connection: SshConnection,
  path: string,
  content: string | Uint8Array,
  { mode = 0o600 } = {},
): Promise<void> => {
  const action = `Writing ${path}`;
  const temporary = `${dirname(path)}/.quayside-${randomBytes(8).toString('hex')}`;
  const bytes = Buffer.from(content);
  try {
    await withFile(connection, { path: temporary, flags: 'wx', mode, action }, async (handle) => {
      await writeAll(connection, handle, bytes);
      await call<void>(connection, action, (s, done) => s.fchmod(handle, mode, (e) => done(e, undefined)));
    });
    await act(connection, action, (s, done) =>
      s.ext_openssh_rename(temporary, path, (e) => done(e, undefined)),
    );
  } catch (error) {
    const cause = await explainFailure(connection, dirname(path), bytes.length, error);
    await removeFile(connection, temporary).catch(() => undefined); // the write's own failure is reported
    throw failed(connection, action, cause);
  }
};

/** Makes one folder with the mode given; one that is there already is left as it is. */
export const makeDirectory = async (connection: SshConnection, path: string, mode = 0o700): Promise<void> => {
  if ((await stat(connection, path))?.isDirectory) return;
  await act(connection, `Making ${path}`, (s, done) => s.mkdir(path, { mode }, (e) => done(e, undefined)));
};
