import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { AppError } from '#shared/model/errors.ts';
import { largestFolder } from '#shared/model/transfer-limits.ts';
import { turns } from '../../events/turns.ts';
import { type Contents, checkArchive } from './check-archive.ts';

/** A packed folder that was checked. */
export interface PackedFolder extends Contents {
  readonly digest: string;
  readonly sizeBytes: number;
}

/** How long an upload that does not go on is kept, and how many of a service: the one that rested longest goes. */
const abandonedMs = 60 * 60_000;
const mostUploads = 2;

/** Packed folders on the disk of the host: by service and digest, and uploads under way. */
export interface Folders {
  /** Does something about what is kept of a service while nobody else does. */
  alone<T>(serviceId: string, act: () => Promise<T>): Promise<T>;
  /**
   * Adds a part; the last one sent again changes nothing. CONFLICT where it does not go on where the upload ends, LIMIT
   * beyond the largest folder.
   */
  add(serviceId: string, part: Part): Promise<{ offset: number }>;
  /** Makes an upload the folder of its digest, once it was checked whole; to be called alone. */
  finish(serviceId: string, upload: string, signal: AbortSignal): Promise<PackedFolder>;
  /** Where a folder lies. */
  pathOf(serviceId: string, digest: string): Promise<string>;
  /** Reads a folder; CONFLICT where it is not kept any more. */
  open(serviceId: string, digest: string): Promise<Readable>;
  /** Removes all folders of a service but those of these digests, asked anew before each; to be called alone. */
  keepOnly(serviceId: string, digests: () => readonly string[]): Promise<void>;
  /** Removes whatever is here of a service that is gone. */
  forget(serviceId: string): Promise<void>;
  /** Removes abandoned uploads of all services. */
  sweep(): Promise<void>;
}

interface Part {
  readonly upload: string;
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Keeps them in `sources/` of the data folder; where that is in memory, in a temporary one. */
export function createFolders(dataFolder: string | null, now: () => number): Folders {
  const inTurn = turns();
  let root = dataFolder === null ? undefined : Promise.resolve(join(dataFolder, 'sources'));
  const folderOf = async (serviceId: string): Promise<string> => {
    root ??= mkdtemp(join(tmpdir(), 'quayside-'));
    return join(await root, fileNameOf(serviceId));
  };
  const pathOf = async (serviceId: string, digest: string): Promise<string> =>
    join(await folderOf(serviceId), `${digest}.tar.gz`);
  const adding = (serviceId: string): string => `${serviceId} uploads`;
  const sweep = async (): Promise<void> => {
    const all = await root;
    if (all === undefined) return;
    for (const service of await namesIn(all)) await removeAbandoned(join(all, service), now());
  };
  const add = async (serviceId: string, { upload, offset, bytes }: Part): Promise<{ offset: number }> => {
    const folder = await folderOf(serviceId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${upload}.part`);
    if (offset === 0) {
      await sweep();
      await makeRoom(folder, path);
    }
    const there = await sizeOf(path);
    if (there < offset || there > offset + bytes.length) {
      const reason = `it has ${there} bytes, so the next part begins there; or begin anew`;
      throw new AppError('CONFLICT', { field: 'offset', reason });
    }
    if (offset + bytes.length > largestFolder) {
      await rm(path, { force: true });
      throw new AppError('LIMIT', { what: 'The bytes of a packed folder', limit: largestFolder });
    }
    // what is there of this very part was written before somebody asked again
    if (there > offset) await truncate(path, offset);
    await onDisk(path, () => appendFile(path, bytes, { mode: 0o600 }));
    return { offset: offset + bytes.length };
  };
  return {
    alone: inTurn,
    pathOf,
    sweep,
    add: (serviceId, part) => inTurn(adding(serviceId), () => add(serviceId, part)),
    async open(serviceId, digest) {
      const path = await pathOf(serviceId, digest);
      if (!(await stat(path).catch(() => null))) {
        const reason = 'the folder is not kept any more on the Quayside host; send it anew';
        throw new AppError('CONFLICT', { field: 'spec.source', reason });
      }
      return createReadStream(path);
    },
    async finish(serviceId, upload, signal) {
      const folder = await folderOf(serviceId);
      const path = join(folder, `${upload}.whole`);
      await inTurn(adding(serviceId), () => takeWhole(join(folder, `${upload}.part`), path));
      try {
        const contents = await checkArchive(path, signal);
        const [digest, sizeBytes] = await Promise.all([digestOf(path, signal), sizeOf(path)]);
        await rename(path, await pathOf(serviceId, digest));
        return { ...contents, digest, sizeBytes };
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
    },
    async keepOnly(serviceId, digests) {
      const folder = await folderOf(serviceId);
      for (const name of await namesIn(folder)) {
        const isKept = !name.endsWith(packed) || digests().includes(name.slice(0, -packed.length));
        if (!isKept) await rm(join(folder, name), { force: true });
      }
    },
    async forget(serviceId) {
      if (root === undefined) return;
      const folder = await folderOf(serviceId);
      const remove = () => rm(folder, { recursive: true, force: true });
      await inTurn(serviceId, () => inTurn(adding(serviceId), remove));
    },
  };
}

const packed = '.tar.gz';

/** An upload that is checked takes no more parts, and no other one takes its place. */
async function takeWhole(path: string, to: string): Promise<void> {
  if (!(await stat(path).catch(() => null))) {
    throw new AppError('CONFLICT', { field: 'upload', reason: 'nothing of it is here; begin anew' });
  }
  await rename(path, to);
}

/** Removes uploads of a service, the one first that rested longest, until there is room for one more. */
async function makeRoom(folder: string, path: string): Promise<void> {
  const others = (await namesIn(folder)).filter(
    (name) => name.endsWith('.part') && join(folder, name) !== path,
  );
  const found = await Promise.all(
    others.map(async (name) => ({
      name,
      at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0,
    })),
  );
  const oldest = found.toSorted((one, other) => other.at - one.at).slice(mostUploads - 1);
  for (const { name } of oldest) await rm(join(folder, name), { force: true });
}

/** A full disk is the operator's to mend, and leaves nothing of the upload. */
async function onDisk(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    await rm(path, { force: true });
    throw new AppError('LIMIT', {
      what: 'The disk of the machine that Quayside runs on',
      cure: 'Free some space there.',
    });
  }
}

async function removeAbandoned(folder: string, now: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    if (name.endsWith(packed)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && now - found.mtimeMs > abandonedMs) await rm(path, { force: true });
  }
}

/** None where there is no such folder. */
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function digestOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { signal })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

const fileNameOf = (id: string): string => id.toLowerCase().replace(/[^a-z0-9]+/g, '-');
