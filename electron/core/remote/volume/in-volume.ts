import { AppError } from '#shared/model/errors.ts';
import { bytesOfPath } from '#shared/model/file-name.ts';
import { type ExecResult, endOfStderr, exec } from '../ssh/exec.ts';
import type { SshConnection } from '../ssh/types.ts';
import { exitCodes, inRoomScript } from './scripts.ts';

/** Where a volume is on its server, as Docker tells it, or a folder of the server, which has no name. */
export interface VolumePlace {
  /** `''` for a folder. */
  readonly name: string;
  readonly mountpoint: string;
}

interface Work {
  /** What the person wanted, as the beginning of a sentence. */
  readonly action: string;
  /** Within the volume; its last name is what the script is about where `isLastApart`. */
  readonly path: string;
  readonly isLastApart: boolean;
  readonly script: string;
  /** Numbers, ids and versions of ours alone: no names. */
  readonly args?: readonly string[];
  readonly stdin?: Uint8Array;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

const timeoutMs = 75_000;

/**
 * Runs one of the scripts on a volume; see `inRoomScript`. What is not as it was asked for is a typed error of `path`:
 * NOT_FOUND, CONFLICT, INVALID_INPUT. Linux with GNU’s coreutils and findutils, or REMOTE_FAILED says so.
 */
export async function inVolume(
  connection: SshConnection,
  place: VolumePlace,
  work: Work,
): Promise<ExecResult> {
  const { action, path, isLastApart, script, args = [], stdin, maxBytes, signal } = work;
  const argv = [
    ...['sh', '-c', inRoomScript, 'sh', place.mountpoint, place.name, script],
    ...[octalPath(path), isLastApart ? 'last' : 'all', ...args],
  ];
  const result = await exec(connection, argv, { stdin, maxBytes, timeoutMs, signal });
  if (result.exitCode === 0 && !result.truncated) return result;
  throw failureOf(connection.label, { action, path, result });
}

/** The names of a path as printf(1) writes them, so that no byte of theirs is anything to a shell. */
function octalPath(path: string): string {
  const names = bytesOfPath(path);
  if (names === null) throw invalid(path, 'is no path within the volume');
  return names
    .map((bytes) => bytes.map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join(''))
    .join('/');
}

function failureOf(
  server: string,
  { action, path, result }: { action: string; path: string; result: ExecResult },
): AppError {
  const { exitCode, truncated } = result;
  const conflict = (reason: string) => new AppError('CONFLICT', { field: 'path', reason });
  const shown = path === '' ? 'the volume' : `“${path}”`;
  switch (truncated ? null : exitCode) {
    case exitCodes.missing:
      return new AppError('NOT_FOUND', { kind: 'file', id: path, field: 'path' });
    case exitCodes.link:
      return conflict(`${shown} is a link, or lies behind one; links are not followed`);
    case exitCodes.notFolder:
      return conflict(`${shown} lies in no folder`);
    case exitCodes.changed:
      return conflict(`${shown} was changed since it was read; look at it and decide again`);
    case exitCodes.exists:
      return conflict(`${shown} is there already`);
    case exitCodes.notEmpty:
      return conflict(`${shown} is not empty; remove first what is in it`);
    case exitCodes.isFolder:
      return conflict(`${shown} is a folder`);
    case exitCodes.notFile:
      return conflict(`${shown} is no plain file`);
    case exitCodes.notOpened:
      return new AppError('CONFLICT', { field: 'volume', reason: 'it is a file; only folders are opened' });
    case exitCodes.cut:
      return new AppError('REMOTE_FAILED', {
        server,
        action,
        stderr: endOfStderr(result.stderr),
        cure: cutCure,
      });
    case exitCodes.noTools:
      return new AppError('REMOTE_FAILED', { server, action, cure: 'Install GNU findutils on the server.' });
    case exitCodes.noImage:
      return new AppError('REMOTE_FAILED', { server, action, cure: noImageCure });
    default:
      return new AppError('REMOTE_FAILED', {
        server,
        action,
        exitCode: exitCode ?? undefined,
        stderr: endOfStderr(result.stderr),
      });
  }
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', { issues: [{ path: 'path', message: `${message}: “${path}”` }] });
}

const cutCure =
  'Not all of it arrived, or the disk is full; free some space on the server and send it again.';
const noImageCure = 'Deploy something there first, or give this user passwordless sudo.';
