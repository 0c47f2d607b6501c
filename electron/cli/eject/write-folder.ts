import type { EjectedFile } from '#shared/contract/ejection.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';

// Not imported: a command must not wait for what it does not use.
const fs = process.getBuiltinModule('node:fs/promises');
const { dirname, join, resolve } = process.getBuiltinModule('node:path');

/** Refuses a folder that holds something, so that nothing of anybody's is written over; one that is not there is fine. */
export async function requireEmpty(folder: string): Promise<void> {
  const names = await fs.readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw failed(folder)(error);
  });
  if (names.length > 0) throw notEmpty(folder);
}

/**
 * Writes files into an empty folder, each with its mode whatever the umask says. They are written apart first, beside one that
 * is not there yet, else in it: what fails before leaves it as it was.
 */
export async function writeFolder(folder: string, files: readonly EjectedFile[]): Promise<void> {
  const wrong = files.find(({ path }) => !isInside(path));
  if (wrong)
    throw new Failure(`The host names a file “${wrong.path}”, which is none of a folder.`, exitCodes.failed);
  const to = resolve(folder);
  const name = `.quayside-${process.pid}-${Date.now().toString(36)}`;
  const isThere = await fs.stat(to).then(
    () => true,
    () => false,
  );
  if (isThere) await requireEmpty(to);
  const apart = isThere ? join(to, name) : `${to}${name}`;
  try {
    await fs.mkdir(apart, { recursive: true, mode: 0o755 });
    for (const { path, text, mode } of files) {
      const file = join(apart, ...path.split('/'));
      await fs.mkdir(dirname(file), { recursive: true, mode: 0o755 });
      await fs.writeFile(file, text, { flag: 'wx', mode: 0o600 });
      await fs.chmod(file, Number.parseInt(mode, 8));
    }
    if (isThere) await takeUp(to, name);
    else await fs.rename(apart, to);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw failed(folder)(error as NodeJS.ErrnoException);
  } finally {
    await fs.rm(apart, { recursive: true, force: true });
  }
}

/** A folder that is there stays the one that it is, for whoever stands in it. */
async function takeUp(to: string, name: string): Promise<void> {
  const others = (await fs.readdir(to)).filter((each) => each !== name);
  if (others.length > 0) throw notEmpty(to);
  for (const each of await fs.readdir(join(to, name))) await fs.rename(join(to, name, each), join(to, each));
}

const notEmpty = (folder: string): Failure =>
  new Failure(`${folder} is not empty; name a folder that is, or none yet.`, exitCodes.conflict);

const isInside = (path: string): boolean =>
  path !== '' &&
  path
    .split('/')
    .every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\\0]|^[A-Za-z]:/.test(name));

function failed(folder: string): (error: NodeJS.ErrnoException) => never {
  return ({ code = '', message }) => {
    throw new Failure(
      `${folder}: ${reasons[code] ?? message}.`,
      code === 'ENOTEMPTY' ? exitCodes.conflict : exitCodes.failed,
    );
  };
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  ENOTDIR: 'it is no folder',
  ENOTEMPTY: 'it is not empty any more',
  EEXIST: 'it is not empty any more',
  ENOSPC: 'the disk is full',
};
