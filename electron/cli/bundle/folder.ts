import { headerPath, type TemplateFile, templateFormat } from '#shared/bundle/write-template.ts';
import { allKinds, nodeKinds } from '#shared/model/nodes.ts';
import { longestTemplate, mostFiles } from '#shared/model/template-limits.ts';
import { requireEmpty, writeFolder } from '../eject/write-folder.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';

// Not imported: a command must not wait for what it does not use.
const fs = process.getBuiltinModule('node:fs/promises');
const { dirname, join, resolve } = process.getBuiltinModule('node:path');

/** Refuses a folder that holds something else than a template. */
export async function requireTemplateOrEmpty(folder: string): Promise<void> {
  if (!(await isTemplate(folder))) await requireEmpty(folder);
}

/**
 * Writes a template into a folder that is empty or not there, or brings the one in it up to date: what is no file of a
 * template, such as `.git`, stays. Answers the files that were removed.
 */
export async function writeTemplateFolder(folder: string, files: readonly TemplateFile[]): Promise<string[]> {
  if (!(await isTemplate(folder))) {
    await writeFolder(
      folder,
      files.map((file) => ({ ...file, mode: '644' })),
    );
    return [];
  }
  const before = await readTemplateFolder(folder);
  const old = new Map(before.map(({ path, text }) => [path, text]));
  const wanted = new Set(files.map(({ path }) => path));
  for (const { path, text } of files) if (old.get(path) !== text) await replaceFile(at(folder, path), text);
  const gone = before.map(({ path }) => path).filter((path) => !wanted.has(path));
  for (const path of gone) await fs.rm(at(folder, path));
  return gone;
}

/** The files of a template; links are not followed, and what belongs to no template is not read. */
export async function readTemplateFolder(folder: string): Promise<TemplateFile[]> {
  const paths = [headerPath, ...topFiles];
  for (const collection of collections) paths.push(...(await yamlBelow(folder, collection)));
  if (paths.length > mostFiles + topFiles.length)
    throw new Failure(`${folder} holds more than ${mostFiles} files.`, exitCodes.usage);
  const files: TemplateFile[] = [];
  let total = 0;
  for (const path of paths.toSorted()) {
    const stat = await fs.lstat(at(folder, path)).catch(() => undefined);
    if (!stat?.isFile()) continue;
    total += stat.size;
    if (total > longestTemplate)
      throw new Failure(`${folder} holds more than ${longestTemplate} bytes of YAML.`, exitCodes.usage);
    files.push({ path, text: textOf(path, await fs.readFile(at(folder, path))) });
  }
  if (files.every(({ path }) => path !== headerPath))
    throw new Failure(`${folder} is no template: it has no ${headerPath}.`, exitCodes.usage);
  return files;
}

const bundled = allKinds.filter((kind) => nodeKinds[kind].isBundled);
const collections = bundled.map((kind) => nodeKinds[kind].collection);
const topFiles = bundled.filter((kind) => nodeKinds[kind].parent === null).map((kind) => `${kind}.yaml`);

async function isTemplate(folder: string): Promise<boolean> {
  const text = await fs.readFile(join(folder, headerPath), 'utf8').catch(() => '');
  return text.includes(`format: ${templateFormat}`);
}

async function yamlBelow(folder: string, below: string): Promise<string[]> {
  const entries = await fs.readdir(at(folder, below), { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await yamlBelow(folder, path)));
    else if (entry.isFile() && entry.name.endsWith('.yaml')) found.push(path);
  }
  return found;
}

function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Failure(`${path} is no text in UTF-8.`, exitCodes.usage);
  }
}

/** A file is there whole or as it was, also where the disk is full. */
async function replaceFile(path: string, text: string): Promise<void> {
  const apart = `${path}.${process.pid}.tmp`;
  try {
    await fs.mkdir(dirname(path), { recursive: true });
    await fs.writeFile(apart, text, { flag: 'wx', mode: 0o644 });
    await fs.rename(apart, path);
  } catch (error) {
    await fs.rm(apart, { force: true });
    throw new Failure(`${path} cannot be written: ${(error as Error).message}.`, exitCodes.failed);
  }
}

/** Where a file of the host's naming is; what would lead out of the folder is refused. */
function at(folder: string, path: string): string {
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..' || /[\\\0]|^[A-Za-z]:/.test(name)))
    throw new Failure(`The host names a file “${path}”, which is none of a folder.`, exitCodes.failed);
  return join(resolve(folder), ...names);
}
