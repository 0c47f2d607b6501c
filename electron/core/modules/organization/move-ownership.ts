import type { Fact } from '#shared/model/facts.ts';
import type { AuditChange } from '../../rpc/index.ts';
import { changeMembers } from '../../seats/index.ts';
import type { Transaction } from '../../store/store.ts';
import { builtInRoleId, type NamedMember } from './roles.ts';

/** What changed of one of the two, for the audit trail. */
export interface OwnershipChange {
  readonly member: NamedMember;
  readonly changes: readonly AuditChange[];
  readonly fact: Fact;
}

/**
 * Makes one member the Owner and the Owner an Admin, in the caller's transaction: the only way that ownership moves
 * (R4). Answers both changes, the new Owner's first.
 */
export const moveOwnership = (
  tx: Transaction,
  organizationId: string,
  { from, to }: { from: NamedMember; to: NamedMember },
  previousRole: string,
): [OwnershipChange, OwnershipChange] => {
  const { database } = tx;
  changeMembers(tx, organizationId, [
    {
      id: to.id,
      roleId: builtInRoleId(database, organizationId, 'owner'),
      isOwner: true,
      ...(to.isSuspended ? { isSuspended: false } : {}),
    },
    { id: from.id, roleId: builtInRoleId(database, organizationId, 'admin'), isOwner: false },
  ]);
  return [
    {
      member: to,
      changes: [{ field: 'role', before: previousRole, after: 'Owner' }],
      fact: { type: 'ownerGained' },
    },
    {
      member: from,
      changes: [{ field: 'role', before: 'Owner', after: 'Admin' }],
      fact: { type: 'ownerLost' },
    },
  ];
};
