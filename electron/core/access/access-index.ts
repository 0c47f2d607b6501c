import type { Permission } from '#shared/model/permissions.ts';
import { bitOf, bitsOf, type PermissionBits, unionOf } from './bits.ts';
import { compileMember, markMember } from './compile.ts';
import {
  type Effective,
  effectiveOf,
  heldAt,
  holds,
  type MemberFacts,
  reads,
  scopesOf,
  sees,
  seesWith,
} from './effective.ts';
import { Memberships } from './memberships.ts';
import { type IndexedNode, isAtOrAbove, NodeTree } from './node-tree.ts';
import type { GrantRow, KeyRow, MemberRow, NodeRow, RoleRow, TeamRow } from './rows.ts';

/**
 * Everything that decides access, in memory: loaded from the store when it is first needed and changed in step
 * with it, right after each commit. All questions are answered without a query. A *subject* is an account, or an
 * API key by its id; each is worked out once per change, when it is asked next, so that a decision is a few look-ups. Source: design/access.md.
 */
export class AccessIndex {
  readonly #memberships = new Memberships();
  readonly #tree: NodeTree = new NodeTree((memberId) =>
    compileMember(this.#tree, this.#memberships, memberId, this.#now()),
  );
  readonly #listeners = new Set<() => void>();
  readonly #now: () => number;
  #load: ((index: AccessIndex) => void) | undefined;
  #isLoading = false;
  #nextEnd = Number.POSITIVE_INFINITY;

  /** `load` fills the index when it is first needed, so that a host of many nodes starts as fast as an empty one. */
  constructor(load?: (index: AccessIndex) => void, now: () => number = Date.now) {
    this.#load = load;
    this.#now = now;
  }

  /** Loads the index now. Call it before a transaction begins, or the index would read what may be undone. */
  ready(): void {
    const load = this.#load;
    if (!load) return;
    this.#load = undefined;
    this.#isLoading = true;
    load(this);
    this.#isLoading = false;
    for (const { id } of this.#memberships.members()) this.#mark(id);
  }

  /** Calls back whenever somebody may have lost access; answers how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #told(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Lets grants and keys go whose end has come. Cheap while none has; call it before decisions that count. */
  advance(): void {
    if (this.#now() < this.#nextEnd) return;
    for (const { id } of this.#memberships.members()) this.#mark(id);
    this.#nextEnd = this.#memberships.nextEnd(this.#now());
    this.#told();
  }

  #ends(endsAt: number | null): void {
    if (endsAt !== null && endsAt > this.#now()) this.#nextEnd = Math.min(this.#nextEnd, endsAt);
  }

  addNode(row: NodeRow): void {
    this.ready();
    this.#tree.add(row);
  }

  renameNode(id: string, name: string): void {
    this.ready();
    const node = this.#tree.get(id);
    if (node) node.name = name;
  }

  moveNode(id: string, parentId: string): void {
    this.ready();
    const node = this.#tree.get(id);
    const parent = this.#tree.get(parentId);
    if (!node || !parent) return;
    this.#tree.move(node, parent);
    this.#markScoped(node.organizationId);
    this.#told();
  }

  /** Removes a node and all below it, with the grants on it; an organization takes all of its own along. */
  removeNode(id: string): void {
    this.ready();
    const node = this.#tree.get(id);
    if (!node) return;
    const memberIds = new Set<string>();
    const queue = this.#tree.remove(node);
    for (const gone of queue) {
      if (gone.kind === 'member') this.#forgetSubjects(gone);
      if (gone.kind === 'apiKey') gone.subjects.delete(gone.id);
      if (gone.isScope) for (const memberId of withScope(gone)) memberIds.add(memberId);
      const left = this.#memberships.forget(gone);
      for (const memberId of left.memberIds) memberIds.add(memberId);
      for (const grantId of left.grantIds) {
        const grant = this.#tree.get(grantId);
        if (grant) this.#tree.remove(grant);
      }
    }
    for (const memberId of memberIds) this.#mark(memberId);
    this.#told();
  }

  #forgetSubjects(node: IndexedNode): void {
    const member = this.#memberships.member(node.id);
    if (member) node.subjects.delete(member.accountId);
  }

  /** Adds or changes a role; a change reaches everybody who has it at once. */
  setRole(row: RoleRow): void {
    this.ready();
    const isKnown = this.#memberships.role(row.id) !== undefined;
    this.#memberships.setRole(row);
    if (isKnown) this.#changed(this.#memberships.membersUnder(row.id));
  }

  setMember(row: MemberRow): void {
    this.ready();
    this.#memberships.setMember(row);
    this.#changed([row.id]);
  }

  setTeam(row: TeamRow): void {
    this.ready();
    const before = this.#memberships.team(row.id)?.memberIds ?? [];
    this.#memberships.setTeam(row);
    this.#changed(new Set([...before, ...row.memberIds]));
  }

  setGrant(row: GrantRow): void {
    this.ready();
    this.#memberships.setGrant(row);
    this.#ends(row.endsAt);
    this.#changed(this.#memberships.holdersOf(row));
  }

  setKey(row: KeyRow): void {
    this.ready();
    this.#memberships.setKey(row);
    this.#ends(row.endsAt);
    this.#changed([row.memberId]);
  }

  setTags(nodeId: string, tagIds: readonly string[]): void {
    this.ready();
    const node = this.#tree.get(nodeId);
    if (!node) return;
    this.#tree.setTags(node, new Set(tagIds));
    if (this.#isLoading) return;
    this.#markScoped(node.organizationId);
    this.#told();
  }

  #changed(memberIds: Iterable<string>): void {
    if (this.#isLoading) return;
    for (const id of memberIds) this.#mark(id);
    this.#told();
  }

  /** Members with grants see other paths, or other nodes by their tags, once the tree is another. */
  #markScoped(organizationId: string): void {
    const scoped = new Set<string>();
    for (const { memberId, scopes } of this.#tree.subjectsOf(organizationId).known())
      if (scopes) scoped.add(memberId);
    for (const grant of this.#memberships.grants()) {
      if (grant.tagIds === null) continue;
      for (const memberId of this.#memberships.holdersOf(grant)) scoped.add(memberId);
    }
    for (const id of scoped) this.#mark(id);
  }

  #mark(memberId: string): void {
    markMember(this.#tree, this.#memberships, memberId);
  }

  node(id: string): IndexedNode | undefined {
    this.ready();
    return this.#tree.get(id);
  }

  /** Whether the subject holds the permission on the node. An unknown node is held by nobody. */
  can(subject: string, permission: Permission, nodeId: string): boolean {
    this.ready();
    const node = this.#tree.get(nodeId);
    if (!node) return false;
    const held = node.subjects.get(subject);
    return held !== undefined && holds(held, bitOf(permission), node);
  }

  /** Whether the subject holds the permission on the node, or on anything below it. */
  canSomewhere(subject: string, permission: Permission, nodeId: string): boolean {
    if (this.can(subject, permission, nodeId)) return true;
    const node = this.#tree.get(nodeId);
    const bit = bitOf(permission);
    const held = node?.subjects.get(subject);
    if (!node || !held) return false;
    return [...(held.scopes ?? [])].some(([scope]) => isAtOrAbove(node, scope) && holds(held, bit, scope));
  }

  /** Whether the subject may know that the node is there: by reading it, or as the path to a grant. */
  canSee(subject: string, nodeId: string): boolean {
    this.ready();
    const node = this.#tree.get(nodeId);
    const held = node?.subjects.get(subject);
    return node !== undefined && held !== undefined && sees(held, node);
  }

  /** Whether the subject may read the node; a node seen only as a path to a grant shows its name and nothing else. */
  canRead(subject: string, nodeId: string): boolean {
    this.ready();
    const node = this.#tree.get(nodeId);
    const held = node?.subjects.get(subject);
    return node !== undefined && held !== undefined && reads(held, node);
  }

  /** All that the subject holds on the node. */
  heldOn(subject: string, nodeId: string): PermissionBits {
    this.ready();
    const node = this.#tree.get(nodeId);
    const held = node?.subjects.get(subject);
    return node && held ? heldAt(held, node) : bitsOf([]);
  }

  /** What the subject may in an organization as a whole; undefined for one who is no active member. */
  effective(subject: string, organizationId: string): Effective | undefined {
    this.ready();
    return this.#tree.get(organizationId)?.subjects.get(subject);
  }

  /** What a member would have if its facts were other ones; an absent member has nothing. */
  whatIf(facts: MemberFacts): Effective {
    this.ready();
    return effectiveOf(this.#tree, facts, this.#now());
  }

  /** The nodes where a grant holds: its own, or those its tag filter names. */
  scopesOf(organizationId: string, grant: GrantRow): IndexedNode[] {
    this.ready();
    return scopesOf(this.#tree, organizationId, grant);
  }

  /** The nodes at or above one that a tag filter names. */
  filteredAbove(node: IndexedNode, tagIds: readonly string[]): IndexedNode[] {
    const found: IndexedNode[] = [];
    for (let above: IndexedNode | null = node; above; above = above.parent) {
      if (above.tagIds && this.#tree.matches(tagIds, above.tagIds)) found.push(above);
    }
    return found;
  }

  /** Whether a tag filter would name a node with these tags. */
  matches(filter: readonly string[], tagIds: readonly string[]): boolean {
    this.ready();
    return this.#tree.matches(filter, new Set(tagIds));
  }

  /** The rows that decide, by id. Read only: change them by the methods of the index. */
  get memberships(): Pick<
    Memberships,
    | 'role'
    | 'member'
    | 'team'
    | 'grant'
    | 'teamsOf'
    | 'grantsOf'
    | 'grantsOn'
    | 'membersUnder'
    | 'members'
    | 'roles'
    | 'grants'
    | 'holdersOf'
    | 'keysOf'
    | 'factsOf'
    | 'held'
  > {
    this.ready();
    return this.#memberships;
  }

  /** The organizations that the subject belongs to. */
  organizationsOf(subject: string): string[] {
    this.ready();
    return this.#tree.organizationsOf(subject);
  }

  /** Every node of the organization that the subject may see, parents before children. */
  visible(subject: string, organizationId: string): IndexedNode[] {
    this.ready();
    const root = this.#tree.get(organizationId);
    const held = root?.subjects.get(subject);
    const nodes: IndexedNode[] = [];
    if (root && held) addVisible(held, root, held.everywhere, nodes);
    return nodes;
  }
}

/** The members of whom a node is a scope, by a grant or of one of their API keys. */
const withScope = (node: IndexedNode): string[] =>
  [...node.subjects.known()].flatMap(({ memberId, scopes }) => (scopes?.has(node) ? [memberId] : []));

/** Walks down with what holds so far, so that no node looks up its own path. */
const addVisible = (
  held: Effective,
  node: IndexedNode,
  inherited: PermissionBits,
  into: IndexedNode[],
): void => {
  const granted = node.isScope ? held.scopes?.get(node) : undefined;
  const bits = granted ? unionOf(inherited, granted) : inherited;
  if (!seesWith(held, node, bits)) return;
  into.push(node);
  if (node.children.size === 0) return;
  for (const child of node.children) addVisible(held, child, bits, into);
};
