import { Decisions } from './decisions.ts';
import type { IndexedNode } from './indexed-node.ts';
import { readBitOf } from './reading.ts';
import type { NodeRow } from './rows.ts';
import { Subjects } from './subjects.ts';

/** The same for those who change it. */
interface TreeNode extends IndexedNode {
  parent: TreeNode | null;
  name: string | null;
  children: Set<TreeNode>;
  tagIds: ReadonlySet<string> | undefined;
}

/** Nine nodes in ten have no children; they share this one, which stays empty. */
const none: Set<TreeNode> = new Set();

const attach = (parent: TreeNode, child: TreeNode): void => {
  if (parent.children === none) parent.children = new Set();
  parent.children.add(child);
};

/** The nodes of all organizations, with what hangs on an organization as a whole. */
export class NodeTree {
  readonly #nodes = new Map<string, TreeNode>();
  #count = 0;
  readonly #subjects = new Map<string, Subjects>();
  readonly #decisions = new Decisions();
  readonly #compile: (memberId: string) => void;
  /** Only nodes that have tags. */
  readonly #tagged = new Set<TreeNode>();

  /** `compile` works out what a member may, when somebody asks and it is not known. */
  constructor(compile: (memberId: string) => void) {
    this.#compile = compile;
  }

  get(id: string): TreeNode | undefined {
    return this.#nodes.get(id);
  }

  /** What every subject of an organization may; empty for one that is unknown. */
  subjectsOf(organizationId: string): Subjects {
    const known = this.#subjects.get(organizationId);
    if (known) return known;
    const subjects = new Subjects(this.#decisions, this.#compile);
    this.#subjects.set(organizationId, subjects);
    return subjects;
  }

  organizationsOf(subject: string): string[] {
    return [...this.#subjects].filter(([, subjects]) => subjects.has(subject)).map(([id]) => id);
  }

  add(row: NodeRow): void {
    const parent = row.parentId === null ? null : (this.#nodes.get(row.parentId) ?? null);
    // What decisions read comes first, so that they touch one cache line of a node.
    const node: TreeNode = {
      subjects: this.subjectsOf(row.organizationId),
      number: this.#count++,
      readBit: readBitOf(row.kind),
      children: none,
      isScope: false,
      parent,
      kind: row.kind,
      id: row.id,
      organizationId: row.organizationId,
      name: row.name,
      tagIds: undefined,
    };
    this.#nodes.set(row.id, node);
    if (parent) attach(parent, node);
  }

  rename(id: string, name: string): void {
    const node = this.#nodes.get(id);
    if (node) node.name = name;
  }

  move(node: TreeNode, parent: TreeNode): void {
    node.parent?.children.delete(node);
    node.parent = parent;
    attach(parent, node);
  }

  /** Removes a node with all below it; answers what went, the node itself first. */
  remove(node: TreeNode): TreeNode[] {
    node.parent?.children.delete(node);
    const gone = [...subtree(node)];
    for (const each of gone) {
      this.#nodes.delete(each.id);
      this.#tagged.delete(each);
      if (each.kind === 'organization') this.#subjects.delete(each.id);
    }
    return gone;
  }

  setTags(node: TreeNode, tagIds: ReadonlySet<string>): void {
    node.tagIds = tagIds.size === 0 ? undefined : tagIds;
    if (node.tagIds) this.#tagged.add(node);
    else this.#tagged.delete(node);
  }

  /** The nodes of an organization that a tag filter names: one tag of each set that the filter speaks of. */
  matching(organizationId: string, tagIds: readonly string[]): IndexedNode[] {
    if (tagIds.length === 0) return [];
    const sets = this.#bySet(tagIds);
    return [...this.#tagged].filter(
      (node) => node.organizationId === organizationId && matchesAll(sets, node.tagIds),
    );
  }

  /** Whether a filter names a node that has these tags. */
  matches(filter: readonly string[], tagIds: ReadonlySet<string> | undefined): boolean {
    return filter.length > 0 && matchesAll(this.#bySet(filter), tagIds);
  }

  #bySet(tagIds: readonly string[]): string[][] {
    return [...Map.groupBy(tagIds, (id) => this.#nodes.get(id)?.parent?.id ?? id).values()];
  }
}

const matchesAll = (sets: readonly string[][], tagIds: ReadonlySet<string> | undefined): boolean =>
  tagIds !== undefined && sets.every((set) => set.some((id) => tagIds.has(id)));

/** A node and all below it, parents before children. */
export function* subtree<N extends { children: Iterable<N> }>(node: N): Generator<N> {
  yield node;
  for (const child of node.children) yield* subtree(child);
}

/** Whether `ancestor` is the node or lies above it. */
export const isAtOrAbove = (ancestor: IndexedNode, node: IndexedNode): boolean => {
  for (let above: IndexedNode | null = node; above; above = above.parent) if (above === ancestor) return true;
  return false;
};
