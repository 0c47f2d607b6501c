/** Where something stands: `line` counts from 1. */
export interface Spot {
  readonly file: string;
  readonly line: number;
}

/** How Compose's own tags change a merge: `reset` takes what is there away, `override` replaces it whole. */
export type Mark = 'reset' | 'override' | undefined;

export type Plain = string | number | boolean | null;

export interface Scalar {
  readonly kind: 'scalar';
  readonly value: Plain;
  readonly spot: Spot;
  readonly mark: Mark;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly spot: Spot;
  readonly mark: Mark;
}

export interface Mapping {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Tree>;
  readonly spot: Spot;
  readonly mark: Mark;
}

/** A compose file as read, each value with the place that it comes from, which stays its own through every merge. */
export type Tree = Scalar | List | Mapping;

/** The names and positions on the way to a value. */
export type Path = readonly (string | number)[];

/** What is wrong at a place of a file. */
export interface Problem extends Spot {
  /** As in `services.web.ports.0`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

/** A value as it is written down again; mappings have no prototype, so that no key is special. */
export type Value = Plain | readonly Value[] | { readonly [key: string]: Value };

export const pathText = (path: Path): string => path.join('.');

export function scalar(value: Plain, spot: Spot, mark?: Mark): Scalar {
  return { kind: 'scalar', value, spot, mark };
}

export function list(items: readonly Tree[], spot: Spot, mark?: Mark): List {
  return { kind: 'list', items, spot, mark };
}

export function mapping(
  entries: Iterable<readonly [string, Tree | undefined]>,
  spot: Spot,
  mark?: Mark,
): Mapping {
  const present = new Map<string, Tree>();
  for (const [key, value] of entries) if (value !== undefined) present.set(key, value);
  return { kind: 'map', entries: present, spot, mark };
}

/** What stands at a path; undefined where nothing does. */
export function at(tree: Tree | undefined, ...path: Path): Tree | undefined {
  let found = tree;
  for (const step of path) {
    if (found?.kind === 'map') found = found.entries.get(String(step));
    else if (found?.kind === 'list') found = found.items[Number(step)];
    else return undefined;
  }
  return found;
}

/** The text of a scalar, numbers and switches as they are written; undefined for anything else and for null. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === 'scalar' && tree.value !== null ? String(tree.value) : undefined;
}

/** The same tree with one entry of a mapping set, or taken away where it is undefined. */
export function withEntry(tree: Mapping, key: string, value: Tree | undefined): Mapping {
  return mapping(
    [...tree.entries].filter(([name]) => name !== key).concat(value ? [[key, value]] : []),
    tree.spot,
    tree.mark,
  );
}

/** The values alone. */
export function plainOf(tree: Tree): Value {
  if (tree.kind === 'scalar') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plainOf);
  const value: Record<string, Value> = Object.create(null);
  for (const [key, entry] of tree.entries) value[key] = plainOf(entry);
  return value;
}

/** The nearest place to a path that the tree has: of the value, or of what it would stand in. */
export function spotAt(tree: Tree, path: Path): Spot {
  let found = tree;
  for (const step of path) {
    const next = at(found, step);
    if (!next) break;
    found = next;
  }
  return found.spot;
}
