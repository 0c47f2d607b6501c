import { resolvePath } from './sources.ts';
import { list, type Mapping, mapping, scalar, type Tree } from './tree.ts';

/** Writes the relative paths of a service from another folder's file so that they are right from the project's folder. */
export function rebaseService(service: Mapping, folder: string): Mapping {
  if (folder === '') return service;
  const path = (tree: Tree | undefined): Tree | undefined =>
    tree?.kind === 'scalar' && typeof tree.value === 'string' && isRelative(tree.value)
      ? scalar(rebased(folder, tree.value), tree.spot, tree.mark)
      : tree;
  const inside = (tree: Tree, key: string, when: (each: Mapping) => boolean = () => true): Tree =>
    tree.kind === 'map' && when(tree)
      ? mapping(
          [...tree.entries].map(([name, value]) => [name, name === key ? path(value) : value]),
          tree.spot,
          tree.mark,
        )
      : tree;
  const inEach = (tree: Tree, key: string, when?: (each: Mapping) => boolean): Tree =>
    tree.kind === 'list'
      ? list(
          tree.items.map((item) => inside(item, key, when)),
          tree.spot,
          tree.mark,
        )
      : tree;
  const builtFrom = (build: Tree): Tree => {
    if (build.kind !== 'map') return build;
    const more = build.entries.get('additional_contexts');
    const entries = new Map(build.entries);
    if (more?.kind === 'map')
      entries.set(
        'additional_contexts',
        mapping(
          [...more.entries].map(([name, each]) => [name, path(each) ?? each]),
          more.spot,
          more.mark,
        ),
      );
    return inside(mapping(entries, build.spot, build.mark), 'context');
  };
  return mapping(
    [...service.entries].map(([name, value]): [string, Tree] => {
      if (name === 'build') return [name, builtFrom(value)];
      if (name === 'env_file') return [name, inEach(value, 'path')];
      if (name === 'volumes') return [name, inEach(value, 'source', isBind)];
      return [name, value];
    }),
    service.spot,
    service.mark,
  );
}

/** The same of a config or secret that is read from a file. */
export function rebaseContent(content: Tree, folder: string): Tree {
  if (folder === '' || content.kind !== 'map') return content;
  const file = content.entries.get('file');
  if (file?.kind !== 'scalar' || typeof file.value !== 'string' || !isRelative(file.value)) return content;
  return mapping(
    [...content.entries, ['file', scalar(rebased(folder, file.value), file.spot)]],
    content.spot,
  );
}

const isBind = (volume: Mapping): boolean => {
  const type = volume.entries.get('type');
  return type?.kind === 'scalar' && type.value === 'bind';
};

const isRelative = (path: string): boolean => !/^(?:[/~\\]|[a-z][a-z0-9+.-]*:)/i.test(path);

/** One that leaves the project's folder stays as it is, for the policy to name. */
const rebased = (folder: string, path: string): string => {
  const found = resolvePath(folder, path);
  return found === undefined ? `${folder}/${path}` : `./${found}`;
};
