import { compileMember, markMember } from './compile.ts';
import type { IndexedNode } from './indexed-node.ts';
import { Memberships } from './memberships.ts';
import { NodeTree } from './node-tree.ts';
import type { GrantRow, KeyRow, MemberRow, NodeRow, RoleRow, TeamRow } from './rows.ts';

/**
 * The half of the access index that changes: loaded when it is first needed, and kept in step with the store right
 * after each commit. A change marks the members whom it reaches; what they may is worked out when they ask next.
 */
export class AccessChanges {
  protected readonly rows = new Memberships();
  protected readonly tree: NodeTree = new NodeTree((memberId) =>
    compileMember(this.tree, this.rows, memberId, this.now()),
  );
  protected readonly now: () => number;
  readonly #listeners = new Set<() => void>();
  #load: ((index: this) => void) | undefined;
  #isLoading = false;
  #nextEnd = Number.POSITIVE_INFINITY;
  /** When the ends were last looked at; a clock that was set back brings some of them before us again. */
  #lookedAt = Number.NEGATIVE_INFINITY;

  /** `load` fills the index when it is first needed, so that a host of many nodes starts as fast as an empty one. */
  constructor(load?: (index: AccessChanges) => void, now: () => number = Date.now) {
    this.#load = load;
    this.now = now;
  }

  /** Loads the index now. Call it before a transaction begins, or the index would read what may be undone. */
  ready(): void {
    if (this.#load) this.#loadBy(this.#load);
  }

  #loadBy(load: (index: this) => void): void {
    this.#load = undefined;
    this.#isLoading = true;
    load(this);
    this.#isLoading = false;
    for (const { id } of this.rows.members()) this.#mark(id);
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
    const now = this.now();
    const isSetBack = now < this.#lookedAt;
    this.#lookedAt = now;
    if (now < this.#nextEnd && !isSetBack) return;
    for (const { id } of this.rows.members()) this.#mark(id);
    this.#nextEnd = this.rows.nextEnd(now);
    this.#told();
  }

  #ends(endsAt: number | null): void {
    if (endsAt !== null && endsAt > this.now()) this.#nextEnd = Math.min(this.#nextEnd, endsAt);
  }

  node(id: string): IndexedNode | undefined {
    this.ready();
    return this.tree.get(id);
  }

  addNode(row: NodeRow): void {
    this.ready();
    this.tree.add(row);
  }

  renameNode(id: string, name: string): void {
    this.ready();
    this.tree.rename(id, name);
  }

  moveNode(id: string, parentId: string): void {
    this.ready();
    const node = this.tree.get(id);
    const parent = this.tree.get(parentId);
    if (!node || !parent) return;
    this.tree.move(node, parent);
    this.#markScoped(node.organizationId);
    this.#told();
  }

  /** Removes a node and all below it, with the grants on it; an organization takes all of its own along. */
  removeNode(id: string): void {
    this.ready();
    const node = this.tree.get(id);
    if (!node) return;
    const memberIds = new Set<string>();
    for (const gone of this.tree.remove(node)) {
      if (gone.kind === 'member') this.#forgetSubjects(gone);
      if (gone.kind === 'apiKey') gone.subjects.delete(gone.id);
      if (gone.isScope) for (const memberId of withScope(gone)) memberIds.add(memberId);
      const left = this.rows.forget(gone);
      for (const memberId of left.memberIds) memberIds.add(memberId);
      for (const grantId of left.grantIds) {
        const grant = this.tree.get(grantId);
        if (grant) this.tree.remove(grant);
      }
    }
    for (const memberId of memberIds) this.#mark(memberId);
    this.#told();
  }

  #forgetSubjects(node: IndexedNode): void {
    const member = this.rows.member(node.id);
    if (member) node.subjects.delete(member.accountId);
  }

  /** Adds or changes a role; a change reaches everybody who has it at once. */
  setRole(row: RoleRow): void {
    this.ready();
    const isKnown = this.rows.role(row.id) !== undefined;
    this.rows.setRole(row);
    if (isKnown) this.#changed(this.rows.membersUnder(row.id));
  }

  setMember(row: MemberRow): void {
    this.ready();
    this.rows.setMember(row);
    this.#changed([row.id]);
  }

  setTeam(row: TeamRow): void {
    this.ready();
    const before = this.rows.team(row.id)?.memberIds ?? [];
    this.rows.setTeam(row);
    this.#changed(new Set([...before, ...row.memberIds]));
  }

  setGrant(row: GrantRow): void {
    this.ready();
    this.rows.setGrant(row);
    this.#ends(row.endsAt);
    this.#changed(this.rows.holdersOf(row));
  }

  setKey(row: KeyRow): void {
    this.ready();
    this.rows.setKey(row);
    this.#ends(row.endsAt);
    this.#changed([row.memberId]);
  }

  setTags(nodeId: string, tagIds: readonly string[]): void {
    this.ready();
    const node = this.tree.get(nodeId);
    if (!node) return;
    this.tree.setTags(node, new Set(tagIds));
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
    for (const { memberId, scopes } of this.tree.subjectsOf(organizationId).known())
      if (scopes) scoped.add(memberId);
    for (const grant of this.rows.grants()) {
      if (grant.tagIds === null) continue;
      for (const memberId of this.rows.holdersOf(grant)) scoped.add(memberId);
    }
    for (const id of scoped) this.#mark(id);
  }

  #mark(memberId: string): void {
    markMember(this.tree, this.rows, memberId);
  }
}

/** The members of whom a node is a scope, by a grant or of one of their API keys. */
const withScope = (node: IndexedNode): string[] =>
  [...node.subjects.known()].flatMap(({ memberId, scopes }) => (scopes?.has(node) ? [memberId] : []));
