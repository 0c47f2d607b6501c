import type { NodeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { RoleReach } from '#shared/model/roles.ts';
import { bitOf, bitsOf, hasBit, type PermissionBits, unionOf } from './bits.ts';

/** A node as the index holds it; `parent` links are what inheritance walks. */
export interface IndexedNode {
  readonly id: string;
  readonly kind: NodeKind;
  parent: IndexedNode | null;
  readonly organizationId: string;
  name: string | null;
  readonly children: Set<IndexedNode>;
  /** The members of its organization by account; one map, shared by all nodes of it. */
  readonly members: Map<string, IndexedMember>;
}

interface IndexedRole {
  readonly name: string;
  readonly reach: RoleReach;
  readonly bits: PermissionBits;
}

interface IndexedMember {
  readonly memberId: string;
  readonly role: IndexedRole;
  /** Permissions by the id of the node where a grant holds. */
  readonly grants: Map<string, PermissionBits>;
  /** Nodes above a grant: visible as a path only. */
  readonly paths: Set<string>;
}

export interface NodeRow {
  readonly id: string;
  readonly kind: NodeKind;
  readonly parentId: string | null;
  readonly organizationId: string;
  readonly name: string | null;
}

export interface RoleRow {
  readonly id: string;
  readonly name: string;
  readonly reach: RoleReach;
  readonly permissions: readonly Permission[];
}

export interface MemberRow {
  readonly id: string;
  readonly organizationId: string;
  readonly accountId: string;
  readonly roleId: string;
}

export interface GrantRow {
  readonly memberId: string;
  readonly nodeId: string;
  /** Without one the member's own role holds there. */
  readonly roleId: string | null;
}

/**
 * Everything that decides access, in memory: loaded from the store when it is first needed and changed in step
 * with it, right after each commit. All questions are answered without a query. Source: design/access.md.
 */
export class AccessIndex {
  readonly #nodes = new Map<string, IndexedNode>();
  readonly #roles = new Map<string, IndexedRole>();
  /** The members of each organization by account. */
  readonly #members = new Map<string, Map<string, IndexedMember>>();
  readonly #listeners = new Set<() => void>();
  #load: ((index: AccessIndex) => void) | undefined;

  /** `load` fills the index when it is first needed, so that a host of many nodes starts as fast as an empty one. */
  constructor(load?: (index: AccessIndex) => void) {
    this.#load = load;
  }

  /** Loads the index now. Call it before a transaction begins, or the index would read what may be undone. */
  ready(): void {
    const load = this.#load;
    if (!load) return;
    this.#load = undefined;
    load(this);
  }

  /** Calls back whenever somebody may have lost access; answers how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #told(): void {
    for (const listener of this.#listeners) listener();
  }

  addNode(row: NodeRow): void {
    this.ready();
    const parent = row.parentId === null ? null : (this.#nodes.get(row.parentId) ?? null);
    const node: IndexedNode = {
      id: row.id,
      kind: row.kind,
      parent,
      organizationId: row.organizationId,
      name: row.name,
      children: new Set(),
      members: this.#membersOf(row.organizationId),
    };
    this.#nodes.set(row.id, node);
    parent?.children.add(node);
  }

  #membersOf(organizationId: string): Map<string, IndexedMember> {
    const known = this.#members.get(organizationId);
    if (known) return known;
    const members = new Map<string, IndexedMember>();
    this.#members.set(organizationId, members);
    return members;
  }

  renameNode(id: string, name: string): void {
    this.ready();
    const node = this.#nodes.get(id);
    if (node) node.name = name;
  }

  moveNode(id: string, parentId: string): void {
    this.ready();
    const node = this.#nodes.get(id);
    const parent = this.#nodes.get(parentId);
    if (!node || !parent) return;
    node.parent?.children.delete(node);
    node.parent = parent;
    parent.children.add(node);
    this.#rebuildPaths(node.organizationId);
    this.#told();
  }

  /** Removes a node and all below it; an organization takes its members along. */
  removeNode(id: string): void {
    this.ready();
    const node = this.#nodes.get(id);
    if (!node) return;
    node.parent?.children.delete(node);
    this.#forget(node);
    this.#told();
  }

  #forget(node: IndexedNode): void {
    for (const child of node.children) this.#forget(child);
    this.#nodes.delete(node.id);
    if (node.kind === 'organization') this.#members.delete(node.id);
  }

  setRole(row: RoleRow): void {
    this.ready();
    this.#roles.set(row.id, { name: row.name, reach: row.reach, bits: bitsOf(row.permissions) });
  }

  /** Adds a member, or replaces it with all its grants. */
  setMember(row: MemberRow, grants: readonly GrantRow[]): void {
    this.ready();
    const role = this.#roles.get(row.roleId);
    if (!role) throw new Error(`member ${row.id} has the unknown role ${row.roleId}`);
    const member: IndexedMember = { memberId: row.id, role, grants: new Map(), paths: new Set() };
    for (const grant of grants) this.#addGrant(member, grant);
    this.#membersOf(row.organizationId).set(row.accountId, member);
    this.#told();
  }

  removeMember(organizationId: string, accountId: string): void {
    this.ready();
    this.#members.get(organizationId)?.delete(accountId);
    this.#told();
  }

  #addGrant(member: IndexedMember, grant: GrantRow): void {
    const role = grant.roleId === null ? member.role : this.#roles.get(grant.roleId);
    if (!role) throw new Error(`grant on ${grant.nodeId} has the unknown role ${grant.roleId}`);
    const held = member.grants.get(grant.nodeId);
    member.grants.set(grant.nodeId, held ? unionOf(held, role.bits) : role.bits);
    for (let node = this.#nodes.get(grant.nodeId)?.parent; node; node = node.parent)
      member.paths.add(node.id);
  }

  #rebuildPaths(organizationId: string): void {
    for (const member of this.#members.get(organizationId)?.values() ?? []) {
      member.paths.clear();
      for (const nodeId of member.grants.keys()) {
        for (let node = this.#nodes.get(nodeId)?.parent; node; node = node.parent) member.paths.add(node.id);
      }
    }
  }

  node(id: string): IndexedNode | undefined {
    this.ready();
    return this.#nodes.get(id);
  }

  /** Whether the account holds the permission on the node. An unknown node is held by nobody. */
  can(accountId: string, permission: Permission, nodeId: string): boolean {
    this.ready();
    const node = this.#nodes.get(nodeId);
    if (!node) return false;
    const member = node.members.get(accountId);
    return member !== undefined && holds(member, bitOf(permission), node);
  }

  /** Whether the account may know that the node is there: by reading it, or as the path to a grant. */
  canSee(accountId: string, nodeId: string): boolean {
    this.ready();
    const node = this.#nodes.get(nodeId);
    if (!node) return false;
    const member = node.members.get(accountId);
    return member !== undefined && sees(member, node);
  }

  /** What the account's role permits everywhere in the organization; empty for a role that needs grants. */
  permissionsIn(
    accountId: string,
    organizationId: string,
  ): { role: string; bits: PermissionBits } | undefined {
    this.ready();
    const member = this.#members.get(organizationId)?.get(accountId);
    if (!member) return undefined;
    return {
      role: member.role.name,
      bits: member.role.reach === 'organization' ? member.role.bits : bitsOf([]),
    };
  }

  /** The organizations that the account is a member of. */
  organizationsOf(accountId: string): string[] {
    this.ready();
    return [...this.#members].filter(([, members]) => members.has(accountId)).map(([id]) => id);
  }

  /** Every node of the organization that the account may see, parents before children. */
  visible(accountId: string, organizationId: string): IndexedNode[] {
    this.ready();
    const root = this.#nodes.get(organizationId);
    const member = root?.members.get(accountId);
    const nodes: IndexedNode[] = [];
    if (root && member) addVisible(member, root, nodes);
    return nodes;
  }
}

const sees = (member: IndexedMember, node: IndexedNode): boolean =>
  node.kind === 'organization' || member.paths.has(node.id) || holds(member, readBitOf(node.kind), node);

const addVisible = (member: IndexedMember, node: IndexedNode, into: IndexedNode[]): void => {
  if (!sees(member, node)) return;
  into.push(node);
  for (const child of node.children) addVisible(member, child, into);
};

const holds = (member: IndexedMember, bit: number, node: IndexedNode): boolean => {
  if (member.role.reach === 'organization' && hasBit(member.role.bits, bit)) return true;
  if (member.grants.size === 0) return false;
  for (let above: IndexedNode | null = node; above; above = above.parent) {
    const granted = member.grants.get(above.id);
    if (granted && hasBit(granted, bit)) return true;
  }
  return false;
};

/** A set-up is read with its server; every other kind has a permission of its own. */
const readBits = new Map<NodeKind, number>([['setup', bitOf('server.read')]]);

const readBitOf = (kind: NodeKind): number => {
  const known = readBits.get(kind);
  if (known !== undefined) return known;
  const bit = bitOf(`${kind}.read` as Permission);
  readBits.set(kind, bit);
  return bit;
};
