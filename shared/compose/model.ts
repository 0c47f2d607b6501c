import { parseEnvText } from '../model/env-text.ts';
import type { Lookup } from '../model/interpolation.ts';
import { applyExtends } from './extends.ts';
import { merge, withoutReset } from './merge.ts';
import { rebaseContent, rebaseService } from './rebase.ts';
import { folderOf, openFile, pathProblem, resolvePath, type Sources } from './sources.ts';
import { at, type Mapping, mapping, plainOf, type Tree, textOf, withEntry } from './tree.ts';

/** Files that are laid over each other, and the folder that the paths in them begin at: that of the project unless said. */
interface Layers {
  readonly paths: readonly string[];
  readonly home?: string | undefined;
}

/** Reads files, each laid over the one before, with all that they extend and include. */
export function readModel(
  sources: Sources,
  { paths, home = '' }: Layers,
  lookup: Lookup,
  way: readonly string[] = [],
): Mapping | undefined {
  const layers = paths.flatMap((path) => readLayers(sources, { path, home }, lookup, way));
  const [first, ...rest] = layers;
  return first ? rest.reduce(merge, withoutReset(first)) : undefined;
}

/** The documents of one file with what they include below each. */
function readLayers(
  sources: Sources,
  { path, home }: { readonly path: string; readonly home: string },
  lookup: Lookup,
  way: readonly string[],
): Mapping[] {
  const documents = openFile(sources, path, lookup)?.map((document) => rebased(document, home));
  if (!documents) {
    sources.problems.push({
      file: path,
      line: 1,
      path: '',
      message: `${path} is none of this service's files`,
    });
    return [];
  }
  return documents.map((document) => {
    const own = withEntry(applyExtends(sources, document, path, lookup), 'include', undefined);
    const included = at(document, 'include');
    if (included?.kind !== 'list') return own;
    return included.items.reduce<Mapping>(
      (whole, item, index) => takeIn(sources, { whole, item, index, path, lookup, way }),
      own,
    );
  });
}

interface Inclusion {
  readonly whole: Mapping;
  readonly item: Tree;
  readonly index: number;
  readonly path: string;
  readonly lookup: Lookup;
  readonly way: readonly string[];
}

const kinds = ['services', 'networks', 'volumes', 'configs', 'secrets'];

function takeIn(sources: Sources, inclusion: Inclusion): Mapping {
  const { whole, item, index, path, way } = inclusion;
  const wrong = (message: string): Mapping => {
    sources.problems.push({ ...item.spot, path: `include.${index}`, message });
    return whole;
  };
  const named = textsOf(at(item, 'path'));
  if (named.length === 0) return wrong('must name a file');
  const folder = folderOf(path);
  const paths: string[] = [];
  for (const each of named) {
    const found = pathProblem(each, folder);
    if (found !== undefined) return wrong(`${each} ${found}`);
    paths.push(resolvePath(folder, each) ?? each);
  }
  if (paths.some((each) => way.includes(each) || each === path) || way.length > 64)
    return wrong('includes itself');
  const home = textOf(at(item, 'project_directory'));
  const base = home === undefined ? folderOf(paths[0] ?? '') : (resolvePath(folder, home) ?? '');
  const lookup = lookupWith(sources, inclusion, base);
  const model = readModel(sources, { paths }, lookup, [...way, path]);
  if (!model) return whole;
  return kinds.reduce((all, kind) => join(sources, all, placed(model, kind, base), kind), whole);
}

/** The names of the file around, over those of the included file's own `.env`. */
function lookupWith(sources: Sources, { item, path, lookup }: Inclusion, base: string): Lookup {
  const named = textsOf(at(item, 'env_file'));
  const files =
    named.length > 0 ? named.map((each) => resolvePath(folderOf(path), each) ?? each) : [`${base}/.env`];
  const found = new Map<string, string>();
  for (const file of files) {
    const text = sources.files.get(file);
    if (text === undefined) continue;
    const outside: Lookup = (name) => lookup(name) ?? found.get(name);
    const { entries, problems } = parseEnvText(text, { outside, unset: 'empty' });
    for (const { name, value } of entries) found.set(name, value);
    for (const { line, message } of problems) sources.problems.push({ file, line, path: '', message });
  }
  return (name) => lookup(name) ?? found.get(name);
}

/** A whole file with its paths as seen from the root. */
function rebased(document: Mapping, home: string): Mapping {
  if (home === '') return document;
  return kinds.reduce((all, kind) => {
    const there = placed(all, kind, home);
    return there ? withEntry(all, kind, there) : all;
  }, document);
}

function placed(model: Mapping, kind: string, base: string): Mapping | undefined {
  const all = model.entries.get(kind);
  if (all?.kind !== 'map') return undefined;
  return mapping(
    [...all.entries].map(([name, each]): [string, Tree] => {
      if (kind === 'services') return [name, each.kind === 'map' ? rebaseService(each, base) : each];
      return [name, rebaseContent(each, base)];
    }),
    all.spot,
  );
}

/** Two of one name have to be the same: nothing is silently replaced by what is included. */
function join(sources: Sources, whole: Mapping, more: Mapping | undefined, kind: string): Mapping {
  if (!more) return whole;
  const own = whole.entries.get(kind);
  const entries = own?.kind === 'map' ? new Map(own.entries) : new Map<string, Tree>();
  for (const [name, each] of more.entries) {
    const there = entries.get(name);
    if (there && JSON.stringify(plainOf(there)) !== JSON.stringify(plainOf(each)))
      sources.problems.push({
        ...each.spot,
        path: `${kind}.${name}`,
        message: 'is defined differently by the file that includes this one',
      });
    else entries.set(name, each);
  }
  return withEntry(whole, kind, mapping(entries, own?.spot ?? more.spot));
}

function textsOf(tree: Tree | undefined): string[] {
  const all = tree?.kind === 'list' ? tree.items : tree ? [tree] : [];
  return all.flatMap((each) => textOf(each) ?? []);
}
