import { nodeKinds } from './node-kinds.ts';

export { nodeKinds };

export type NodeKind = keyof typeof nodeKinds;

type Described = typeof nodeKinds;
type KindsThat<Field extends 'isInTree' | 'isTaggable' | 'isGrantable'> = {
  [K in NodeKind]: Described[K][Field] extends true ? K : never;
}[NodeKind];

/** Every kind, in the order they are described. */
export const allKinds = Object.keys(nodeKinds) as readonly NodeKind[];

/** The kinds that a grant may be given on; each grant reaches all that lies below, too. */
export const scopeKinds = kindsThat('isGrantable');
export type ScopeKind = (typeof scopeKinds)[number];

/** The kinds that tags are put on. */
export const taggableKinds = kindsThat('isTaggable');

/** Whether tags are put on a kind. */
export function isTaggable(kind: NodeKind): boolean {
  return nodeKinds[kind].isTaggable;
}

/** The kinds shown in the tree, in the order they are listed below one parent. */
export const treeKinds = kindsThat('isInTree');
export type TreeKind = (typeof treeKinds)[number];

function kindsThat<Field extends 'isInTree' | 'isTaggable' | 'isGrantable'>(
  field: Field,
): readonly KindsThat<Field>[] {
  return allKinds.filter((kind): kind is KindsThat<Field> => nodeKinds[kind][field]);
}

/** Whether a text is the name of a kind. */
export function isNodeKind(text: string): text is NodeKind {
  return Object.hasOwn(nodeKinds, text);
}

/** Whether a text is an id of some kind: what looks like one never is a name. */
export function looksLikeId(text: string): boolean {
  return idShape.test(text);
}

const idShape = new RegExp(`^(?:${allKinds.map((kind) => nodeKinds[kind].prefix).join('|')})_[0-9a-z]+$`);

/** What a service, server or deployment is doing, as shown by the one coloured dot of the interface. */
export const nodeStates = [
  'unknown',
  'none',
  'running',
  'deploying',
  'degraded',
  'stopped',
  'failed',
] as const;
export type NodeState = (typeof nodeStates)[number];
