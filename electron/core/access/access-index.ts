import type { Permission } from '#shared/model/permissions.ts';
import { AccessChanges } from './access-changes.ts';
import { bitOf, noBits, type PermissionBits } from './bits.ts';
import { effectiveOf, heldAt, type MemberFacts, scopesOf } from './effective.ts';
import type { Effective, IndexedNode, NodeSubjects } from './indexed-node.ts';
import type { Memberships } from './memberships.ts';
import { isAtOrAbove } from './node-tree.ts';
import { addVisible, isOfUse, isOwn, isShown } from './reading.ts';
import type { GrantRow } from './rows.ts';
import { noRow } from './subjects.ts';

/**
 * Everything that decides access, in memory, and every question about it, answered without a query. A *subject* is
 * an account, or an API key by its id; each is worked out once per change, when it is asked next, so that a decision
 * is a few look-ups. Source: docs/access.md.
 */
export class AccessIndex extends AccessChanges {
  /**
   * The subjects of the organization that was asked about last, most likely the next one's too: looked up there, the
   * subject need not wait until the memory has brought the node, which is a tenth of a decision.
   */
  #likely: NodeSubjects | undefined;

  /** Whether the subject holds the permission on the node. An unknown node is held by nobody. */
  can(subject: string, permission: Permission, nodeId: string): boolean {
    this.ready();
    const likely = this.#likely;
    const row = likely?.rowOf(subject) ?? noRow;
    const node = this.tree.get(nodeId);
    if (node === undefined) return false;
    const bit = bitOf(permission);
    if (node.subjects === likely) return likely.canBy(row, subject, bit, node);
    this.#likely = node.subjects;
    return node.subjects.can(subject, bit, node);
  }

  /** Whether the subject holds the permission on the node, or on anything below it. */
  canSomewhere(subject: string, permission: Permission, nodeId: string): boolean {
    const node = this.node(nodeId);
    if (!node) return false;
    const bit = bitOf(permission);
    if (node.subjects.can(subject, bit, node)) return true;
    const scopes = node.subjects.get(subject)?.scopes;
    for (const scope of scopes?.keys() ?? [])
      if (isAtOrAbove(node, scope) && node.subjects.can(subject, bit, scope)) return true;
    return false;
  }

  /** Whether the subject may know that the node is there: by any permission of use there, or as the path to a grant. */
  canSee(subject: string, nodeId: string): boolean {
    const node = this.node(nodeId);
    if (!node) return false;
    if (node.subjects.can(subject, node.readBit, node)) return true;
    const held = node.subjects.get(subject);
    return held !== undefined && isShown(held, node, heldAt(held, node));
  }

  /** Whether the subject holds anything of use on the node or below it: one that is the way to a grant alone is not. */
  canUse(subject: string, nodeId: string): boolean {
    const node = this.node(nodeId);
    const held = node?.subjects.get(subject);
    return node !== undefined && held !== undefined && isOfUse(node, heldAt(held, node));
  }

  /** Whether the subject may read the node; a node seen only as a path to a grant shows its name and nothing else. */
  canRead(subject: string, nodeId: string): boolean {
    const node = this.node(nodeId);
    if (!node) return false;
    if (node.subjects.can(subject, node.readBit, node)) return true;
    const held = node.subjects.get(subject);
    return held !== undefined && isOwn(held, node);
  }

  /**
   * Whether the subject may do what demands the permission on the node: it holds it there, and sees the node. Calls and
   * all that is said about them are decided by this.
   */
  allows(subject: string, permission: Permission, nodeId: string): boolean {
    return this.can(subject, permission, nodeId) && this.canSee(subject, nodeId);
  }

  /**
   * Whether the subject is a person and the node theirs: their membership, what hangs on it, and what is theirs in an
   * organization. An API key has nothing of its own.
   */
  isTheirs(subject: string, nodeId: string): boolean {
    const node = this.node(nodeId);
    const held = node?.subjects.get(subject);
    if (!node || !held || this.rows.member(held.memberId)?.accountId !== subject) return false;
    return node.kind === 'organization' || isOwn(held, node);
  }

  /** Whether the account has a membership in the organization that is suspended: it opens nothing, and can be ended. */
  isSuspendedIn(accountId: string, organizationId: string): boolean {
    return this.suspendedIn(accountId).includes(organizationId);
  }

  /** The organizations in which the membership of an account is suspended. */
  suspendedIn(accountId: string): string[] {
    this.ready();
    return this.rows
      .suspendedMembers()
      .flatMap((member) => (member.accountId === accountId ? [member.organizationId] : []));
  }

  /** All that the subject holds on the node. */
  heldOn(subject: string, nodeId: string): PermissionBits {
    const node = this.node(nodeId);
    const held = node?.subjects.get(subject);
    return node && held ? heldAt(held, node) : noBits.slice();
  }

  /** What the subject may in an organization as a whole; undefined for one who is no active member. */
  effective(subject: string, organizationId: string): Effective | undefined {
    return this.node(organizationId)?.subjects.get(subject);
  }

  /** What a member would have if its facts were other ones; an absent member has nothing. */
  whatIf(facts: MemberFacts): Effective {
    this.ready();
    return effectiveOf(this.tree, facts, this.now());
  }

  /** The nodes where a grant holds: its own, or those its tag filter names. */
  scopesOf(organizationId: string, grant: GrantRow): IndexedNode[] {
    this.ready();
    return scopesOf(this.tree, organizationId, grant);
  }

  /** The nodes at or above one that a tag filter names. */
  filteredAbove(node: IndexedNode, tagIds: readonly string[]): IndexedNode[] {
    const found: IndexedNode[] = [];
    for (let above: IndexedNode | null = node; above; above = above.parent) {
      if (above.tagIds && this.tree.matches(tagIds, above.tagIds)) found.push(above);
    }
    return found;
  }

  /** Whether a tag filter would name a node with these tags. */
  matches(filter: readonly string[], tagIds: readonly string[]): boolean {
    this.ready();
    return this.tree.matches(filter, new Set(tagIds));
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
    return this.rows;
  }

  /** The organizations that the subject belongs to. */
  organizationsOf(subject: string): string[] {
    this.ready();
    return this.tree.organizationsOf(subject);
  }

  /** Every node of the organization that the subject may see, parents before children. */
  visible(subject: string, organizationId: string): IndexedNode[] {
    const root = this.node(organizationId);
    const held = root?.subjects.get(subject);
    const nodes: IndexedNode[] = [];
    if (root && held) addVisible(held, root, heldAt(held, root), nodes);
    return nodes;
  }
}
