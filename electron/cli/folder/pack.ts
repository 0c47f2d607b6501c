import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { matcherOf, patternObjection, patternsOf } from '#shared/model/docker-patterns.ts';
import { isInnerLink } from '#shared/model/inner-link.ts';
import { tarEnd, tarHeader, tarPadding } from '#shared/model/tar-members.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';

// Not imported: a command must not wait for what it does not use.
const fs = process.getBuiltinModule('node:fs/promises');
const { constants } = process.getBuiltinModule('node:fs');
const { join } = process.getBuiltinModule('node:path');

interface Packing {
  readonly root: string;
  /** Whether a path is left out. */
  readonly isLeftOut: (path: string) => boolean;
  /** Whether something below a path that is left out may not be. */
  readonly looksInside: boolean;
}

/**
 * The bytes of an archive of a folder of this machine, by tar: the same each time, whatever its files' times and owners.
 * What its `.dockerignore` names is left out, but for `always`, as Docker does. A link that leads out, a file that changes
 * while it is read and what is no file at all are refused by name.
 */
export async function* packFolder(root: string, always: readonly string[]): AsyncGenerator<Uint8Array, void> {
  if (!(await fs.stat(root).catch(() => null))?.isDirectory())
    throw refused(root, 'is no folder of this machine');
  const patterns = patternsOf(await fs.readFile(join(root, '.dockerignore'), 'utf8').catch(absent));
  const wrong = patterns.find((pattern) => patternObjection(pattern) !== null);
  if (wrong !== undefined) throw refused('.dockerignore', `has a line that is no pattern: ${wrong}`);
  const matches = matcherOf(patterns);
  const kept = new Set(['.dockerignore', ...always]);
  const isAbove = (path: string): boolean => always.some((each) => each.startsWith(`${path}/`));
  yield* folder(
    {
      root,
      isLeftOut: (path) => !kept.has(path) && !isAbove(path) && matches(path),
      looksInside: patterns.some((pattern) => pattern.trim().startsWith('!')),
    },
    '',
  );
  yield tarEnd;
}

async function* folder(packing: Packing, at: string): AsyncGenerator<Uint8Array, void> {
  const names = await fs.readdir(join(packing.root, at)).catch(failed(at));
  for (const name of names.toSorted(byCode)) {
    const path = at === '' ? name : `${at}/${name}`;
    if (name.includes('\u{fffd}')) throw refused(path, 'has a name that is no text in UTF-8');
    const found = await fs.lstat(join(packing.root, path)).catch(failed(path));
    const isLeftOut = packing.isLeftOut(path);
    if (found.isDirectory()) {
      if (isLeftOut && !packing.looksInside) continue;
      if (!isLeftOut) yield* tarHeader({ path, type: 'folder', size: 0 });
      yield* folder(packing, path);
    } else if (!isLeftOut) yield* member(packing.root, path, found);
  }
}

async function* member(root: string, path: string, found: Stats): AsyncGenerator<Uint8Array, void> {
  if (found.isSymbolicLink()) {
    const linkTo = (await fs.readlink(join(root, path)).catch(failed(path))).replaceAll('\\', '/');
    if (!isInnerLink(path, linkTo))
      throw refused(path, `is a link that leads out of the folder, or may: to ${linkTo}`);
    yield* tarHeader({ path, type: 'link', size: 0, linkTo });
    return;
  }
  if (!found.isFile()) throw refused(path, 'is neither a file nor a folder nor a link');
  // a link that took the file's place meanwhile is not followed
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const handle = await fs.open(join(root, path), flags).catch(failed(path));
  try {
    yield* content(handle, path);
  } finally {
    await handle.close();
  }
}

const pieceBytes = 256 * 1024;

async function* content(handle: FileHandle, path: string): AsyncGenerator<Uint8Array, void> {
  const before = await handle.stat();
  if (!before.isFile()) throw changed(path);
  const { size } = before;
  yield* tarHeader({ path, type: 'file', size, mode: (before.mode & 0o100) === 0 ? 0o644 : 0o755 });
  for (let at = 0; at < size; ) {
    const piece = Buffer.alloc(Math.min(pieceBytes, size - at));
    const { bytesRead } = await handle.read(piece, 0, piece.length, at);
    if (bytesRead === 0) throw changed(path);
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
  const after = await handle.stat();
  if (after.size !== size || after.mtimeMs !== before.mtimeMs) throw changed(path);
  yield tarPadding(size);
}

/** By code units, so that the same folder is the same archive everywhere. */
const byCode = (one: string, other: string): number => (one < other ? -1 : 1);

const changed = (path: string): Failure => refused(path, 'was changed while it was read; try again');

const absent = (error: NodeJS.ErrnoException): string => {
  if (error.code === 'ENOENT') return '';
  throw refused('.dockerignore', 'cannot be read');
};

const failed =
  (path: string) =>
  (error: NodeJS.ErrnoException): never => {
    throw refused(path, `cannot be read (${error.code ?? 'unknown'}); leave it out by .dockerignore`);
  };

function refused(path: string, why: string): Failure {
  return new Failure(`“${path}” ${why}.`, exitCodes.usage);
}
