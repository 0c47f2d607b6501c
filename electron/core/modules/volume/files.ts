import { largestUpload } from '#shared/contract/volume.ts';
import { AppError } from '#shared/model/errors.ts';
import { longestPart } from '#shared/model/transfer-limits.ts';
import { newId } from '../../store/ids.ts';
import { atVolume, type VolumeContext } from './at-volume.ts';
import type { Wanted } from './found.ts';

type At = Wanted & { readonly path: string };

/** A part of a file in base64. CONFLICT where it has another version than is asked for. */
export async function readFile(
  context: VolumeContext,
  {
    path,
    offset,
    length,
    version,
    ...wanted
  }: At & {
    readonly offset: number;
    readonly length: number;
    readonly version?: string | undefined;
  },
): Promise<{ bytes: string; size: number; version: string; isEnd: boolean }> {
  const { readPart } = await import('../../remote/volume/files.ts');
  const found = await atVolume(context, wanted, (connection, place) =>
    readPart(connection, place, { path, offset, length, signal: context.signal }),
  );
  if (version !== undefined && version !== found.version) {
    const reason = `“${path}” was changed since its first part was read; read it anew`;
    throw new AppError('CONFLICT', { field: 'version', reason });
  }
  const isEnd = offset + found.bytes.length >= found.size;
  return { bytes: found.bytes.toString('base64'), size: found.size, version: found.version, isEnd };
}

/** Adds a part to an upload, of which nothing is seen yet. LIMIT where it grows beyond 2 GiB. */
export async function uploadFile(
  context: VolumeContext,
  { path, upload, offset, bytes, ...wanted }: At & Part & { readonly upload: string },
): Promise<{ offset: number }> {
  const { uploadPart } = await import('../../remote/volume/files.ts');
  const content = contentOf({ offset, bytes });
  await atVolume(context, wanted, (connection, place) =>
    uploadPart(connection, place, { path, upload, offset, bytes: content, signal: context.signal }),
  );
  return { offset: offset + content.length };
}

/** Writes a file as a whole, by one call or with the parts that were sent before; an event says so. */
export async function writeFile(
  context: VolumeContext,
  {
    path,
    upload,
    offset,
    bytes,
    over,
    ...wanted
  }: At & Part & { readonly upload?: string | undefined; readonly over: string },
): Promise<{ version: string }> {
  const { finishUpload, uploadPart } = await import('../../remote/volume/files.ts');
  const content = contentOf({ offset, bytes });
  const size = offset + content.length;
  const to = { path, upload: upload ?? newId('', context.store.now()).slice(1), signal: context.signal };
  const version = await atVolume(context, wanted, async (connection, place) => {
    if (content.length > 0 || offset === 0)
      await uploadPart(connection, place, { ...to, offset, bytes: content });
    context.judgeAgain();
    return finishUpload(connection, place, { ...to, size, over });
  });
  context.write((tx) =>
    tx.audit({ fact: { type: 'fileWritten', volume: wanted.volume, path, bytes: size } }),
  );
  return { version };
}

/** Makes a folder; an event says so. */
export async function makeVolumeFolder(
  context: VolumeContext,
  { path, ...wanted }: At,
): Promise<Record<string, never>> {
  const { makeFolder } = await import('../../remote/volume/files.ts');
  await atVolume(context, wanted, (connection, place) =>
    makeFolder(connection, place, { path, signal: context.signal }),
  );
  context.write((tx) => tx.audit({ fact: { type: 'folderMade', volume: wanted.volume, path } }));
  return {};
}

/** Removes a file, a link or an empty folder; an event says so. */
export async function removeVolumeFile(
  context: VolumeContext,
  { path, ...wanted }: At,
): Promise<Record<string, never>> {
  const { removeEntry } = await import('../../remote/volume/files.ts');
  await atVolume(context, wanted, (connection, place) =>
    removeEntry(connection, place, { path, signal: context.signal }),
  );
  context.write((tx) => tx.audit({ fact: { type: 'fileRemoved', volume: wanted.volume, path } }));
  return {};
}

interface Part {
  readonly offset: number;
  /** In base64. */
  readonly bytes: string;
}

function contentOf({ offset, bytes }: Part): Buffer {
  const content = Buffer.from(bytes, 'base64');
  if (content.length > longestPart)
    throw new AppError('LIMIT', { what: 'The bytes of one part', limit: longestPart });
  if (offset + content.length > largestUpload)
    throw new AppError('LIMIT', { what: 'The bytes of an uploaded file', limit: largestUpload });
  return content;
}
