import { interpolate, type Lookup } from '../model/interpolation.ts';
import { list, type Mapping, mapping, type Path, type Problem, pathText, scalar, type Tree } from './tree.ts';

/** What interpolation tells beside its result. */
export interface Told {
  readonly problems: Problem[];
  /** Names that came out empty, each where it is first used. */
  readonly unset: Map<string, Problem>;
}

/** Replaces `$…` in every text of a tree; keys stay as they are, as Compose leaves them. */
export function interpolateTree(tree: Mapping, lookup: Lookup, told: Told): Mapping {
  return mapping(
    [...tree.entries].map(([key, value]) => [key, inTree(value, [key], lookup, told)]),
    tree.spot,
    tree.mark,
  );
}

function inTree(tree: Tree, path: Path, lookup: Lookup, told: Told): Tree {
  if (tree.kind === 'list')
    return list(
      tree.items.map((item, index) => inTree(item, [...path, index], lookup, told)),
      tree.spot,
      tree.mark,
    );
  if (tree.kind === 'map')
    return mapping(
      [...tree.entries].map(([key, value]) => [key, inTree(value, [...path, key], lookup, told)]),
      tree.spot,
      tree.mark,
    );
  if (typeof tree.value !== 'string' || !tree.value.includes('$')) return tree;
  const { value, problems, unset } = interpolate(tree.value, lookup);
  const where = { ...tree.spot, path: pathText(path) };
  for (const message of problems) told.problems.push({ ...where, message });
  for (const name of unset)
    if (!told.unset.has(name))
      told.unset.set(name, { ...where, message: `${name} is not set, so it is empty` });
  return scalar(value, tree.spot, tree.mark);
}
