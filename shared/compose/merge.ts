import { at, list, type Mapping, mapping, type Path, type Tree, textOf } from './tree.ts';

/**
 * Lays one file over another, both in long forms: mappings merge, lists are appended, and where Compose says
 * otherwise it is a line of `listRules`. `!reset` takes away and `!override` replaces. Source: Compose Specification, "Merge".
 */
export function merge(below: Mapping, above: Mapping): Mapping {
  return mergeMaps(below, above, []);
}

/** Takes away what `!reset` marks in a file that has nothing below it. */
export function withoutReset(tree: Mapping): Mapping {
  const kept = [...tree.entries].flatMap(([key, value]): [string, Tree][] => {
    if (value.mark === 'reset') return [];
    return [[key, value.kind === 'map' ? withoutReset(value) : value]];
  });
  return mapping(kept, tree.spot, tree.mark);
}

type ListRule = 'replace' | ((item: Tree) => string);

const self = (item: Tree): string => JSON.stringify(textOf(item) ?? '');
const field =
  (...names: readonly string[]) =>
  (item: Tree) =>
    JSON.stringify(names.map((name) => textOf(at(item, name)) ?? ''));

/** How lists merge that are not just appended, by their path with `*` for a name: replaced, or one item for each key. */
const listRules: Readonly<Record<string, ListRule>> = {
  'services.*.command': 'replace',
  'services.*.entrypoint': 'replace',
  'services.*.healthcheck.test': 'replace',
  'services.*.ports': field('host_ip', 'target', 'published', 'protocol'),
  'services.*.volumes': field('target'),
  'services.*.devices': field('target'),
  'services.*.configs': (item) => textOf(at(item, 'target')) ?? textOf(at(item, 'source')) ?? '',
  'services.*.secrets': (item) => textOf(at(item, 'target')) ?? textOf(at(item, 'source')) ?? '',
  'services.*.env_file': field('path'),
  'services.*.expose': self,
  'services.*.cap_add': self,
  'services.*.cap_drop': self,
  'services.*.dns': self,
  'services.*.dns_opt': self,
  'services.*.dns_search': self,
  'services.*.profiles': self,
  'services.*.security_opt': self,
  'services.*.group_add': self,
  'services.*.tmpfs': self,
};

const isLoggingOfAnotherDriver = (path: Path, below: Mapping, above: Mapping): boolean => {
  const drivers = [below, above].map((each) => textOf(at(each, 'driver')));
  return path.length === 3 && path[2] === 'logging' && drivers.every(Boolean) && drivers[0] !== drivers[1];
};

function mergeTrees(below: Tree, above: Tree, path: Path): Tree {
  if (above.mark === 'override') return { ...above, mark: undefined };
  if (above.kind === 'scalar' && above.value === null) return below;
  if (below.kind === 'map' && above.kind === 'map')
    return isLoggingOfAnotherDriver(path, below, above) ? above : mergeMaps(below, above, path);
  if (below.kind !== 'list' || above.kind !== 'list') return above;
  const rule = listRules[path.map((step, index) => (index === 1 ? '*' : step)).join('.')];
  if (rule === 'replace') return above;
  const all = [...below.items, ...above.items];
  return list(rule ? lastOfEach(all, rule) : all, above.spot);
}

function mergeMaps(below: Mapping, above: Mapping, path: Path): Mapping {
  const merged = new Map(below.entries);
  for (const [key, value] of above.entries) {
    const under = merged.get(key);
    if (value.mark === 'reset') merged.delete(key);
    else if (under === undefined) merged.set(key, value.kind === 'map' ? withoutReset(value) : value);
    else merged.set(key, mergeTrees(under, value, [...path, key]));
  }
  return mapping(merged, above.spot);
}

function lastOfEach(items: readonly Tree[], keyOf: (item: Tree) => string): Tree[] {
  const found = new Map<string, Tree>();
  for (const item of items) found.set(keyOf(item), item);
  return [...found.values()];
}
