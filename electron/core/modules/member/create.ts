import type { Member } from '#shared/contract/member.ts';
import { AppError } from '#shared/model/errors.ts';
import { offerObjections, requireNone } from '../../access/giving/index.ts';
import { hashPassword, requireNotGuessable } from '../../accounts/index.ts';
import { type AuditedTransaction, named, type OperationContext } from '../../rpc/index.ts';
import { addMember, requireSeat } from '../../seats/index.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import { cancelInvitationsTo } from '../invitation/index.ts';
import { memberOf } from './queries.ts';

interface NewPerson {
  readonly organizationId: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly roleId: string;
}

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
  const offer = { organizationId, roleId, extras: [], grants: [] };
  requireNone(offerObjections(context, offer));
  requireNotGuessable(password, { name, email }, 'password');
  const passwordHash = await hashPassword(password);
  const id = context.write((tx) => {
    requireNone(offerObjections(context, offer));
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
