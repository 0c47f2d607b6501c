import type { NodeKind } from '#shared/model/nodes.ts';
import type { PermissionBits } from './bits.ts';

/** A node as the index holds it; `parent` links are what inheritance walks. */
export interface IndexedNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly parent: IndexedNode | null;
  readonly organizationId: string;
  readonly name: string | null;
  readonly children: ReadonlySet<IndexedNode>;
  /** What each active member of its organization may, by account, and what each API key may; shared by all nodes of it. */
  readonly subjects: NodeSubjects;
  /** Tells it from every other node that ever was, also from an earlier one of the same id. */
  readonly number: number;
  /** The bit of the permission by which it is read. */
  readonly readBit: number;
  /** Whether anybody ever had a grant right here; spares the decision a lookup for all other nodes. */
  isScope: boolean;
  /** The tags on it; undefined for none. */
  readonly tagIds: ReadonlySet<string> | undefined;
}

/** What somebody may, ready to be asked: the decision walks from the node up to its organization. */
export interface Effective {
  readonly memberId: string;
  readonly roleName: string;
  /** Holds on every node of the organization. */
  readonly everywhere: PermissionBits;
  /** Holds at and below a node; null where there is none. */
  readonly scopes: ReadonlyMap<IndexedNode, PermissionBits> | null;
  /** All that it holds anywhere: whatever is not in here is no, without a look at the scopes. */
  readonly anywhere: PermissionBits;
  /** Scopes and the nodes above them: visible by name at least. */
  readonly paths: ReadonlySet<IndexedNode>;
}

/** What each subject of one organization may, as its nodes have it; see `Subjects`. */
export interface NodeSubjects {
  get(subject: string): Effective | undefined;
  can(subject: string, bit: number, node: IndexedNode): boolean;
  canBy(row: number, subject: string, bit: number, node: IndexedNode): boolean;
  rowOf(subject: string): number;
  delete(subject: string): void;
  known(): Iterable<Effective>;
}
