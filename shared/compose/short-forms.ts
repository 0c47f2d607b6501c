import {
  list,
  mapping,
  type Path,
  type Problem,
  pathText,
  type Scalar,
  scalar,
  type Tree,
  textOf,
} from './tree.ts';

/** Makes the long form of a value from any form that Compose allows for it. */
export type Shape = (tree: Tree, path: Path, problems: Problem[]) => Tree;

/** `[A=1, B]` or `{A: 1}` → `{A: 1, B: null}`; the separator is the first of its characters that stands in a text. */
export function pairs(separators = '='): Shape {
  return (tree) => {
    if (tree.kind !== 'list') return tree;
    return mapping(
      tree.items.map((item) => {
        const text = textOf(item) ?? '';
        const end = [...text].findIndex((char) => separators.includes(char));
        if (end === -1) return [text, scalar(null, item.spot)];
        return [text.slice(0, end), scalar(text.slice(end + 1), item.spot)];
      }),
      tree.spot,
      tree.mark,
    );
  };
}

/** `a` → `[a]`. */
export const listOf: Shape = (tree) =>
  tree.kind === 'scalar' && tree.value !== null
    ? list([{ ...tree, mark: undefined }], tree.spot, tree.mark)
    : tree;

/** `[a, b]` → `{a: …, b: …}`, each with what `entry` makes of it. */
export function named(entry: (spot: Scalar) => Tree): Shape {
  return (tree) =>
    tree.kind === 'list'
      ? mapping(
          tree.items.flatMap((item) =>
            item.kind === 'scalar' ? [[String(item.value), entry(item)] as const] : [],
          ),
          tree.spot,
          tree.mark,
        )
      : tree;
}

/** A text → the mapping that `read` makes of it; null says that it is malformed. */
export function fromText(
  wanted: string,
  read: (text: string, item: Scalar) => Record<string, Tree | undefined> | null,
): Shape {
  return (tree, path, problems) => {
    if (tree.kind !== 'scalar' || tree.value === null) return tree;
    const fields = read(String(tree.value), tree);
    if (fields) return mapping(Object.entries(fields), tree.spot, tree.mark);
    problems.push({ ...tree.spot, path: pathText(path), message: `${shown(tree)} is not ${wanted}` });
    return mapping([], tree.spot, tree.mark);
  };
}

/** Every item of a list, or a single one. */
export function each(shape: Shape): Shape {
  return (tree, path, problems) => {
    const all = listOf(tree, path, problems);
    if (all.kind !== 'list') return all;
    return list(
      all.items.map((item, index) => shape(item, [...path, index], problems)),
      all.spot,
      all.mark,
    );
  };
}

/** The named fields of a mapping. */
export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  return (tree, path, problems) =>
    tree.kind === 'map'
      ? mapping(
          [...tree.entries].map(([key, value]) => {
            const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined;
            return [key, shape ? shape(value, [...path, key], problems) : value];
          }),
          tree.spot,
          tree.mark,
        )
      : tree;
}

/** Every entry of a mapping. */
export function entries(shape: Shape): Shape {
  return (tree, path, problems) =>
    tree.kind === 'map'
      ? mapping(
          [...tree.entries].map(([key, value]) => [key, shape(value, [...path, key], problems)]),
          tree.spot,
          tree.mark,
        )
      : tree;
}

/** One after the other. */
export function both(first: Shape, second: Shape): Shape {
  return (tree, path, problems) => second(first(tree, path, problems), path, problems);
}

const shown = ({ value }: Scalar): string => JSON.stringify(String(value).slice(0, 60));
