import { isNodeKind, type NodeKind, nodeKinds } from './nodes.ts';

/** `API key`; a text that is no kind stays as it is, such as the kind of an event of an older version. */
export function singularOf(kind: string): string {
  return isNodeKind(kind) ? nodeKinds[kind].words.singular : kind;
}

/** `API keys`. */
export function pluralOf(kind: NodeKind): string {
  return nodeKinds[kind].words.plural;
}

/** `an API key`. */
export function withArticle(kind: NodeKind): string {
  const { article, singular } = nodeKinds[kind].words;
  return `${article} ${singular}`;
}
