import { type GatheredProject, gatherProject } from '#shared/compose/gather-project.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';

// Not imported: a command must not wait for what it does not use.
const fs = process.getBuiltinModule('node:fs/promises');
const { basename, join, resolve } = process.getBuiltinModule('node:path');

/** A compose project of this machine. */
export interface LocalProject extends GatheredProject {
  readonly name: string;
}

const mostBytes = 1_048_576;

/** Reads the compose projects of a folder: its own, and those of the folders in it, by name. Links are not followed. */
export async function readProjects(folder: string): Promise<LocalProject[]> {
  const at = resolve(folder);
  const entries = await fs.readdir(at, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such folder' : error.message;
    throw new Failure(`${folder} cannot be read: ${why}.`, exitCodes.usage);
  });
  const below = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => join(at, name))
    .toSorted();
  const projects: LocalProject[] = [];
  for (const each of [at, ...below]) {
    const project = await readProject(each);
    if (project) projects.push(project);
  }
  return projects;
}

async function readProject(folder: string): Promise<LocalProject | undefined> {
  const names = new Set(await fs.readdir(folder));
  const gathered = await gatherProject({ names, textOf: (path) => textOf(folder, path) });
  return gathered && { name: basename(folder), ...gathered };
}

/** The text of a file of a folder; undefined where there is none, null where it is there and cannot be taken. */
async function textOf(folder: string, path: string): Promise<string | null | undefined> {
  const steps = path.split('/');
  for (let count = 1; count <= steps.length; count += 1) {
    const found = await fs.lstat(join(folder, ...steps.slice(0, count))).catch(() => undefined);
    if (!found) return undefined;
    if (found.isSymbolicLink()) return null;
    if (count === steps.length && (!found.isFile() || found.size > mostBytes)) return null;
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      await fs.readFile(join(folder, ...steps)),
    );
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
