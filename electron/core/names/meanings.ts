import type { Reference } from '#shared/contract/fields.ts';
import { type NodeKind, nodeKinds } from '#shared/model/nodes.ts';
import { type IndexedNode, subtree } from '../access/index.ts';
import { mayName } from '../rpc/index.ts';
import { lookupAccounts } from './accounts.ts';
import { type Lookup, lookupIn, organizationsNamed, ownOrganizations } from './matching.ts';
import { withNumber } from './numbered.ts';
import type { Reader } from './reader.ts';

/**
 * Everything that a text can name in a place of an input: below the organization whose name it begins with, and below
 * the one that the call is about, or where it is about none, the reader's only one. Whatever the reader could not name
 * there by its id is looked over, so that nothing hidden makes a difference.
 */
export function meaningsOf(
  { reader, lists }: Names,
  reference: Reference,
  text: string,
  about?: IndexedNode,
): IndexedNode[] {
  const [first = '', ...rest] = text.split('/');
  const own = ownOrganizations(reader);
  const here = about ?? (own.length === 1 ? own[0] : undefined);
  const ways: Way[] = [
    ...(rest.length > 0 ? organizationsNamed(reader, first).map((root) => ({ root, names: rest })) : []),
    ...(here ? [{ root: here, names: [first, ...rest] }] : []),
  ];
  const found = reference.kinds.flatMap((kind) =>
    kind === 'organization'
      ? organizationsNamed(reader, text)
      : ways.flatMap((way) => find({ reader, lists, reference }, kind, way)),
  );
  return [...new Set(found)];
}

/** One way to read a text: these names, one below the other, from an organization down. */
interface Way {
  readonly root: IndexedNode;
  readonly names: readonly string[];
}

/** The names that one call says; each list that they are looked up in is gone through once, however many they are. */
export interface Names {
  readonly reader: Reader;
  readonly lists: Map<string, Lookup<IndexedNode>>;
}

interface Search extends Names {
  readonly reference: Reference;
}

function find(search: Search, kind: NodeKind, { root, names }: Way): IndexedNode[] {
  const chain = chainTo(kind);
  const whole = names.join('/');
  switch (nodeKinds[kind].namedBy) {
    case 'id':
      return [];
    case 'number':
      return withNumber(search.reader, kind, whole, (path) =>
        walk(search, root, path.split('/'), chain.slice(0, -1)),
      ).filter((node) => isTold(search, node));
    case 'path':
      return walk(search, root, names, chain);
    case 'account':
    case 'name':
      return [
        ...walk(search, root, names, chain),
        ...named(search, { below: root, kind, isDeep: true })(whole),
      ];
  }
}

/** The kinds from below an organization down to a kind. */
function chainTo(kind: NodeKind): NodeKind[] {
  const { parent } = nodeKinds[kind];
  return parent === null ? [] : [...chainTo(parent), kind];
}

/** Walks one name a kind. `servers/web` says of what kind `web` is, by the word that REST has in its paths. */
function walk(
  search: Search,
  root: IndexedNode,
  names: readonly string[],
  chain: readonly NodeKind[],
): IndexedNode[] {
  const [highest] = chain;
  const isSaid = names.length === chain.length + 1 && highest && names[0] === nodeKinds[highest].collection;
  const given = isSaid ? names.slice(1) : names;
  if (given.length !== chain.length) return [];
  return chain.reduce<IndexedNode[]>(
    (nodes, kind, at) => nodes.flatMap((below) => named(search, { below, kind })(given[at] ?? '')),
    [root],
  );
}

interface List {
  readonly below: IndexedNode;
  readonly kind: NodeKind;
  /** All of the tree below, and not the children alone. */
  readonly isDeep?: boolean;
}

function named(search: Search, list: List): Lookup<IndexedNode> {
  const { below, kind, isDeep = false } = list;
  const key = `${below.id} ${kind} ${isDeep} ${search.reference.isGiven === true}`;
  const known = search.lists.get(key) ?? lookupOf(search, list);
  search.lists.set(key, known);
  return known;
}

function lookupOf(search: Search, { below, kind, isDeep }: List): Lookup<IndexedNode> {
  const nodes = isDeep ? [...subtree(below)] : [...below.children];
  const told = nodes.filter((node) => node.kind === kind && isTold(search, node));
  if (nodeKinds[kind].namedBy === 'account') return lookupAccounts(search.reader, told);
  return lookupIn(told, (node) => node.name);
}

/** Whether the reader could name the node in this place by its id, or what it leads to. */
function isTold({ reader, reference }: Search, node: IndexedNode): boolean {
  const { access } = reader.store;
  return mayName(access, reader.caller.subject, { ...reference, kinds: [node.kind] }, node);
}
