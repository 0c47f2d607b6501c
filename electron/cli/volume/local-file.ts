import type { FileHandle } from 'node:fs/promises';
import { bytesOfPath } from '#shared/model/file-name.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failure.ts';

// Not imported: a command must not wait for what it does not use.
const fs = process.getBuiltinModule('node:fs/promises');

/**
 * Writes a file of this machine as a whole: beside its place first, and there once all of it has come. Whatever ends it
 * before leaves nothing. One that is there already stays unless `isReplacing`.
 */
export async function writeLocal(
  path: string | Buffer,
  source: AsyncIterable<Uint8Array>,
  isReplacing: boolean,
): Promise<{ bytes: number }> {
  const to = Buffer.from(path);
  if (!isReplacing && (await isThere(to))) throw taken(to);
  const beside = Buffer.concat([to, Buffer.from(`.quayside-${process.pid}-${Date.now().toString(36)}`)]);
  const handle = await fs.open(beside, 'wx', 0o600).catch(failed(to));
  try {
    const bytes = await fill(handle, source, to);
    // a link cannot take the place of what came meanwhile; where a file system has none, the look of before is all there is
    if (isReplacing) await fs.rename(beside, to).catch(failed(to));
    else await placeNew(beside, to);
    return { bytes };
  } finally {
    await fs.rm(beside, { force: true });
  }
}

/** Reads a file of this machine piece by piece. */
export async function* readLocal(path: string): AsyncGenerator<Uint8Array, void> {
  const handle = await fs.open(path, 'r').catch(failed(Buffer.from(path)));
  yield* handle.createReadStream();
}

/** The name under which a file of a volume is kept here: its own, byte by byte, where this system takes those. */
export function localName(path: string): Buffer {
  const name = bytesOfPath(path)?.at(-1);
  if (name) return Buffer.from(name);
  throw usageFailure(`“${path}” names no file of a volume.`);
}

async function fill(handle: FileHandle, source: AsyncIterable<Uint8Array>, to: Buffer): Promise<number> {
  let bytes = 0;
  try {
    for await (const chunk of source) {
      await handle.writeFile(chunk).catch(failed(to));
      bytes += chunk.length;
    }
    await handle.sync().catch(failed(to));
    return bytes;
  } finally {
    await handle.close();
  }
}

async function placeNew(beside: Buffer, to: Buffer): Promise<void> {
  try {
    await fs.link(beside, to);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw taken(to);
    await fs.rename(beside, to).catch(failed(to));
  }
}

async function isThere(path: Buffer): Promise<boolean> {
  return fs.lstat(path).then(
    () => true,
    () => false,
  );
}

function taken(path: Buffer): Failure {
  return new Failure(`${path} is there already; --replace writes over it.`, exitCodes.conflict);
}

function failed(path: Buffer): (error: NodeJS.ErrnoException) => never {
  return ({ code = '', message }) => {
    throw new Failure(`${path}: ${reasons[code] ?? message}.`, exitCodes.failed);
  };
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'you may not use it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it lies in no folder',
  ENAMETOOLONG: 'its name is too long for this system',
  ENOSPC: 'the disk is full',
};
