import { AppError } from '#shared/model/errors.ts';
import { nameOfBytes } from '#shared/model/file-name.ts';
import type { SshConnection } from '../ssh/types.ts';
import { inVolume, type VolumePlace } from './in-volume.ts';
import {
  finishScript,
  listScript,
  makeFolderScript,
  readScript,
  removeScript,
  uploadScript,
} from './scripts.ts';

/** What lies in a folder of a volume. `mode` in octal digits; `link` is where a link says it leads. */
export interface FoundEntry {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link' | 'other';
  readonly size: number;
  readonly modifiedAt: number;
  readonly mode: string;
  readonly owner: string;
  readonly link: string | null;
}

interface At {
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
}

const listedBytes = 4 * 1024 * 1024;
const mostSaid = 64 * 1024;

/** The entries of a folder in no order, as many as 4 MiB of names and numbers hold; `isWhole` where that is all. */
export async function listFolder(
  connection: SshConnection,
  place: VolumePlace,
  { path, signal }: At,
): Promise<{ readonly entries: FoundEntry[]; readonly isWhole: boolean }> {
  const work = { action: 'Listing a folder', path, isLastApart: false, script: listScript, signal };
  const { stdout } = await inVolume(connection, place, {
    ...work,
    args: [String(listedBytes)],
    maxBytes: listedBytes + 1,
  });
  const isWhole = stdout.length < listedBytes;
  return { entries: [...entriesIn(stdout)], isWhole };
}

/** Some bytes of a file with the version that they are of; CONFLICT where that changes meanwhile. */
export async function readPart(
  connection: SshConnection,
  place: VolumePlace,
  { path, offset, length, signal }: At & { readonly offset: number; readonly length: number },
): Promise<{ readonly bytes: Buffer; readonly size: number; readonly version: string }> {
  const { stdout } = await inVolume(connection, place, {
    action: 'Reading a file',
    path,
    isLastApart: true,
    script: readScript,
    args: [String(offset), String(length)],
    maxBytes: length + mostSaid,
    signal,
  });
  const end = stdout.indexOf(10);
  const version = stdout.toString('latin1', 0, Math.max(end, 0));
  const size = Number(version.split(' ')[1]);
  if (!isVersion(version)) throw unreadable(connection.label, 'Reading a file');
  return { bytes: stdout.subarray(end + 1), size, version };
}

/** Adds a part to an upload beside the file that it will be; CONFLICT where it does not go on where the upload ends. */
export async function uploadPart(
  connection: SshConnection,
  place: VolumePlace,
  {
    path,
    upload,
    offset,
    bytes,
    signal,
  }: At & Upload & { readonly offset: number; readonly bytes: Uint8Array },
): Promise<void> {
  await inVolume(connection, place, {
    action: 'Uploading a file',
    path,
    isLastApart: true,
    script: uploadScript,
    args: [upload, String(offset), String(bytes.length)],
    stdin: bytes,
    maxBytes: mostSaid,
    signal,
  });
}

interface Upload {
  /** Lower-case letters and digits. */
  readonly upload: string;
}

/** Puts an upload in its place at once; `over` is the version that has to be there. Answers the new one. */
export async function finishUpload(
  connection: SshConnection,
  place: VolumePlace,
  {
    path,
    upload,
    size,
    over,
    signal,
  }: At & Upload & { readonly size: number; readonly over: 'new' | 'any' | (string & {}) },
): Promise<string> {
  const { stdout } = await inVolume(connection, place, {
    action: 'Saving a file',
    path,
    isLastApart: true,
    script: finishScript,
    args: [upload, String(size), over],
    maxBytes: mostSaid,
    signal,
  });
  const version = stdout.toString('latin1').trim();
  if (!isVersion(version)) throw unreadable(connection.label, 'Saving a file');
  return version;
}

/** Makes a folder; CONFLICT where something is there. */
export async function makeFolder(connection: SshConnection, place: VolumePlace, at: At): Promise<void> {
  await inVolume(connection, place, {
    ...at,
    action: 'Making a folder',
    isLastApart: true,
    script: makeFolderScript,
    maxBytes: mostSaid,
  });
}

/** Removes a file, a link itself or an empty folder; CONFLICT for one that is not empty. */
export async function removeEntry(connection: SshConnection, place: VolumePlace, at: At): Promise<void> {
  await inVolume(connection, place, {
    ...at,
    action: 'Removing a file',
    isLastApart: true,
    script: removeScript,
    maxBytes: mostSaid,
  });
}

const types: Readonly<Record<string, FoundEntry['type']>> = { f: 'file', d: 'folder', l: 'link' };

/** Three texts an entry; what is cut off at the end is left out. */
function* entriesIn(stdout: Buffer): Generator<FoundEntry> {
  const texts: Buffer[] = [];
  let from = 0;
  for (let end = stdout.indexOf(0); end !== -1; end = stdout.indexOf(0, from)) {
    texts.push(stdout.subarray(from, end));
    from = end + 1;
    if (texts.length < 3) continue;
    const [facts, name, link] = texts.splice(0);
    const [type = '', size, modifiedAt, mode = '', user, group] = facts?.toString('latin1').split('\t') ?? [];
    yield {
      name: nameOfBytes([...(name ?? [])]),
      type: types[type] ?? 'other',
      size: Number(size) || 0,
      modifiedAt: Math.round(Number(modifiedAt) * 1_000) || 0,
      mode,
      owner: `${user}:${group}`,
      link: type === 'l' ? nameOfBytes([...(link ?? [])]) : null,
    };
  }
}

function isVersion(text: string): boolean {
  return /^\d+ \d+ \d+\.\d+ \d+\.\d+$/.test(text);
}

function unreadable(server: string, action: string): AppError {
  return new AppError('REMOTE_FAILED', { server, action, stderr: 'stat(1) said something unexpected' });
}
