interface Placed {
  readonly kind: string;
  readonly name: string;
  readonly parentId: string | null;
}

/** The names on the way from below the organization to a node, its own the last; none of a node that is not there. */
export function namesTo(byId: ReadonlyMap<string, Placed>, nodeId: string): string[] {
  const node = byId.get(nodeId);
  if (!node || node.kind === 'organization') return [];
  return [...namesTo(byId, node.parentId ?? ''), node.name];
}
