import type { Lookup } from '../model/interpolation.ts';
import { merge } from './merge.ts';
import { rebaseService } from './rebase.ts';
import { folderOf, openFile, pathProblem, resolvePath, type Sources } from './sources.ts';
import { at, type Mapping, mapping, type Tree, textOf, withEntry } from './tree.ts';

/** Lays every service of a file over the one that it extends, of this file or of another one. */
export function applyExtends(sources: Sources, file: Mapping, path: string, lookup: Lookup): Mapping {
  const services = file.entries.get('services');
  if (services?.kind !== 'map') return file;
  const resolved = [...services.entries].map(([name, service]): [string, Tree] => [
    name,
    extended(sources, { file, path, lookup }, name, service, []),
  ]);
  return withEntry(file, 'services', mapping(resolved, services.spot, services.mark));
}

interface Standing {
  readonly file: Mapping;
  readonly path: string;
  readonly lookup: Lookup;
}

const deepest = 64;

function extended(
  sources: Sources,
  where: Standing,
  name: string,
  service: Tree,
  way: readonly string[],
): Tree {
  const asked = at(service, 'extends');
  if (service.kind !== 'map' || !asked) return service;
  const own = withEntry(service, 'extends', undefined);
  const wrong = (message: string): Tree => {
    sources.problems.push({ ...asked.spot, path: `services.${name}.extends`, message });
    return own;
  };
  const here = `${where.path}#${name}`;
  if (way.includes(here) || way.length > deepest) return wrong('leads back to itself');
  const base = textOf(at(asked, 'service'));
  if (base === undefined) return wrong('must name a service');
  const from = standingOf(sources, where, textOf(at(asked, 'file')));
  if (typeof from === 'string') return wrong(from);
  const found = at(from.file, 'services', base);
  if (found?.kind !== 'map') return wrong(`${from.path} has no service ${base}`);
  const below = extended(sources, from, base, found, [...way, here]);
  if (below.kind !== 'map') return own;
  const placed = from.path === where.path ? below : rebaseService(below, folderOf(from.path));
  return at(merge(alone(placed), alone(own)), 'services', 'it') ?? own;
}

/** A file with one service, so that the paths of its fields are the ones that merging knows. */
const alone = (service: Mapping): Mapping =>
  mapping([['services', mapping([['it', service]], service.spot)]], service.spot);

function standingOf(sources: Sources, where: Standing, file: string | undefined): Standing | string {
  if (file === undefined) return where;
  const outside = pathProblem(file, folderOf(where.path));
  const path = outside === undefined ? resolvePath(folderOf(where.path), file) : undefined;
  if (path === undefined) return `${file} ${outside ?? 'leaves the folder of this service'}`;
  if (path === where.path) return where;
  const [first, ...rest] = openFile(sources, path, where.lookup) ?? [];
  if (!first) return `${file} is none of this service's files`;
  return { ...where, path, file: rest.reduce(merge, first) };
}
