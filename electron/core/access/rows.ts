import type { NodeKind } from '#shared/model/nodes.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { RoleReach } from '#shared/model/roles.ts';

/** What the access index is built from: rows of the store, without what decides nothing. */
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
  readonly level: number;
  readonly reach: RoleReach;
  readonly permissions: readonly Permission[];
}

export interface MemberRow {
  readonly id: string;
  readonly organizationId: string;
  readonly accountId: string;
  readonly roleId: string;
  readonly extras: readonly Permission[];
  /** A suspended member holds nothing and sees nothing. */
  readonly isSuspended: boolean;
}

export interface TeamRow {
  readonly id: string;
  readonly memberIds: readonly string[];
}

export interface GrantRow {
  readonly id: string;
  /** One of the two. */
  readonly memberId: string | null;
  readonly teamId: string | null;
  /** One of the two; a filter is AND across tag sets of OR within a set. */
  readonly nodeId: string | null;
  readonly tagIds: readonly string[] | null;
  /** Without one the own role of whoever has the grant holds there. */
  readonly roleId: string | null;
  /** Milliseconds since 1970; from that instant on the grant holds no more. */
  readonly endsAt: number | null;
}

export interface KeyRow {
  readonly id: string;
  readonly memberId: string;
  /** Null for all that the holder has. */
  readonly permissions: readonly Permission[] | null;
  /** Null for wherever the holder may; empty once all of its scopes are gone, and then it opens nothing. */
  readonly nodeIds: readonly string[] | null;
  readonly endsAt: number | null;
}
