import { AppError } from '#shared/model/errors.ts';
import {
  type AuditedTransaction,
  appendAudit,
  type OperationContext,
  placeInStore,
} from '../../rpc/index.ts';
import { requireTypedName } from '../node/index.ts';
import { moveOwnership, type OwnershipChange } from './move-ownership.ts';
import { policyOf } from './policy.ts';
import { memberById, type NamedMember, ownerOf } from './roles.ts';

const conflict = (field: string, reason: string): AppError => new AppError('CONFLICT', { field, reason });

/** Who gives and who takes; refused unless the caller is the Owner and the other an active member (R4). */
const partiesOf = (
  context: OperationContext,
  input: { organizationId: string; memberId: string },
): { from: NamedMember; to: NamedMember } => {
  const { organizationId, memberId } = input;
  const { database } = context.store;
  const from = ownerOf(database, organizationId);
  const { accountId, subject } = context.caller;
  if (from.accountId !== accountId || subject !== accountId) {
    throw new AppError('FORBIDDEN', {
      permission: 'organization.transfer',
      nodeId: organizationId,
      wouldGrant: 'Only the Owner may hand the organization over.',
    });
  }
  const to = memberById(database, organizationId, memberId);
  if (!to) throw new AppError('NOT_FOUND', { kind: 'member', id: memberId });
  if (to.id === from.id) throw conflict('memberId', 'you are the Owner already; choose another member');
  if (to.isSuspended) throw conflict('memberId', `${to.name} is suspended; let them in again first`);
  return { from, to };
};

/** The second event of a transfer: what became of the old Owner. */
const auditOther = (
  context: OperationContext,
  tx: AuditedTransaction,
  organizationId: string,
  { member, changes, fact }: OwnershipChange,
): void => {
  const place = placeInStore(tx.database, member.id);
  appendAudit(tx, {
    caller: context.caller,
    operation: context.operation,
    permission: 'organization.transfer',
    organizationId,
    nodeId: member.id,
    nodePath: place?.path ?? member.id,
    nodeName: place?.name ?? null,
    outcome: 'allowed',
    changes,
    facts: [fact],
  });
};

/** Hands the organization to another member and makes the old Owner an Admin, in one transaction (R4). */
export const transferOrganization = (
  context: OperationContext,
  input: { organizationId: string; memberId: string; typedName: string },
): Record<never, never> => {
  const { store } = context;
  const { organizationId } = input;
  if (!policyOf(store, organizationId).allowsTransfer) {
    const reason = 'the policy of this organization forbids transfers; allow them in its settings first';
    throw conflict('allowsTransfer', reason);
  }
  requireTypedName(context, organizationId, input.typedName);
  context.write((tx) => {
    const parties = partiesOf(context, input);
    const { memberships } = store.access;
    const roleId = memberships.member(parties.to.id)?.roleId ?? '';
    const [gained, lost] = moveOwnership(tx, organizationId, parties, memberships.role(roleId)?.name ?? '');
    auditOther(context, tx, organizationId, lost);
    const { changes, fact } = gained;
    tx.audit({ nodeId: gained.member.id, changes, fact });
  });
  return {};
};
