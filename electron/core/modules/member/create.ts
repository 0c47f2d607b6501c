import type { Member } from '#shared/contract/member.ts';
import { AppError } from '#shared/model/errors.ts';
import { bitsOf, requireHeld, requireOutranks } from '../../access/index.ts';
import { hashPassword, requireNotGuessable } from '../../accounts/index.ts';
import { type AuditedTransaction, named, type OperationContext } from '../../rpc/index.ts';
import { addMember, requireSeat } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import { requireNotOwnerRole } from '../grant/index.ts';
import { cancelInvitationsTo } from '../invitation/index.ts';
import { requireRow } from '../node/index.ts';
import { memberOf } from './queries.ts';

interface NewPerson {
  readonly organizationId: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly roleId: string;
}

/** The rules of an invitation (R7): a role below one's own, and nothing that one does not hold oneself. */
const requireMayOffer = (
  { store, caller }: OperationContext,
  { organizationId, roleId }: NewPerson,
): void => {
  requireNotOwnerRole(store, roleId);
  const role = requireRow(store.access.memberships.role(roleId), 'role', roleId);
  requireOutranks(store, caller, organizationId, role.level);
  const member = { id: '', organizationId, accountId: '', roleId, extras: [], isSuspended: false };
  const after = store.access.whatIf({ member, role, extras: bitsOf([]), grants: [] });
  requireHeld(store, caller, organizationId, { before: undefined, after });
};

/**
 * Refuses an address that has an account: it belongs to somebody, and only they say what they join (R8). That there
 * is one has to be told, for nothing but an invitation helps then.
 */
const requireUnknown = ({ database }: AuditedTransaction, { organizationId, email }: NewPerson): void => {
  const account = database.first(
    sql
      .selectFrom('account')
      .leftJoin('member', (join) =>
        join.onRef('member.account_id', '=', 'account.id').on('member.organization_id', '=', organizationId),
      )
      .select('member.id as member_id')
      .where('account.email', '=', email),
  );
  if (!account) return;
  const reason =
    account.member_id === null
      ? 'this address has an account already; invite it instead, so that its owner can accept'
      : 'this address belongs to a member already';
  throw new AppError('CONFLICT', { field: 'email', reason });
};

const insertAccount = (tx: AuditedTransaction, { name, email }: NewPerson, passwordHash: string): string => {
  const id = newId('acc', tx.now);
  const row = {
    id,
    name,
    email,
    created_at: tx.now,
    password_hash: passwordHash,
    must_change_password: 1 as const,
  };
  tx.database.run(sql.insertInto('account').values(row));
  return id;
};

/**
 * Adds a person with an initial password that they must change at the first sign-in. Cancels the invitations of the
 * address. The role is judged once more after the password was hashed, which takes a moment.
 */
export const createMember = async (context: OperationContext, person: NewPerson): Promise<Member> => {
  const { organizationId, roleId, email, name, password } = person;
  requireMayOffer(context, person);
  requireNotGuessable(password, { name, email }, 'password');
  const passwordHash = await hashPassword(password);
  const id = context.write((tx) => {
    requireMayOffer(context, person);
    requireUnknown(tx, person);
    const accountId = insertAccount(tx, person, passwordHash);
    cancelInvitationsTo(context.store, tx, organizationId, email);
    requireSeat(tx, organizationId);
    const memberId = addMember(tx, { organizationId, accountId, roleId });
    tx.audit({
      nodeId: memberId,
      fact: { type: 'memberAdded', email },
      changes: [{ field: 'role', was: null, is: named(context.store, roleId) }],
    });
    return memberId;
  });
  return memberOf(context, id);
};
