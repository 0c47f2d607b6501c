import type { Lookup } from '../model/interpolation.ts';
import { canonical } from './canonical.ts';
import { interpolateTree, type Told } from './interpolate-tree.ts';
import { parseYaml } from './parse.ts';
import type { Mapping } from './tree.ts';

/** What may be read while a project is loaded, and what is found wrong meanwhile. */
export interface Sources extends Told {
  /** By their path from the project's folder. */
  readonly files: Pick<ReadonlyMap<string, string>, 'get'>;
  /** How many files may still be opened, each as often as it is named. */
  readonly budget: { left: number };
}

/** How often files may be opened for one project. */
export const mostOpenings = 200;

/** Reads one file into trees in long form, one a document; undefined where it cannot be had, which is told. */
export function openFile(sources: Sources, path: string, lookup: Lookup): Mapping[] | undefined {
  const text = sources.files.get(path);
  sources.budget.left -= 1;
  if (text === undefined || sources.budget.left < 0) return undefined;
  return parseYaml(path, text, sources.problems).map((tree) =>
    canonical(interpolateTree(tree, lookup, sources), sources.problems),
  );
}

/** Why a path, seen from a folder, can lead to no file of a project; undefined where it can. */
export function pathProblem(path: string, folder = ''): string | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|git@|github\.com\/)/i.test(path)) return 'is fetched from elsewhere';
  return resolvePath(folder, path) === undefined ? 'leaves the folder of this service' : undefined;
}

/** A path seen from a folder, as one from the project's folder; undefined where it leaves that. */
export function resolvePath(folder: string, path: string): string | undefined {
  if (/^[/~\\]|^[A-Za-z]:/.test(path)) return undefined;
  const way: string[] = [];
  for (const step of `${folder}/${path}`.split('/')) {
    if (step === '..' && way.pop() === undefined) return undefined;
    if (step !== '..' && step !== '.' && step !== '') way.push(step);
  }
  return way.join('/');
}

/** The folder that a file stands in; empty for the project's own. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
