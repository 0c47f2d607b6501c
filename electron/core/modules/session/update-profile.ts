import type { OwnAccount } from '#shared/contract/session.ts';
import { heldHostRights } from '../../access/index.ts';
import type { AuditedTransaction } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { changesBetween } from '../node/index.ts';
import { requireAvatar } from './avatar.ts';
import type { SessionContext } from './context.ts';
import { requireFreeAddress } from './pending-address.ts';
import { callersRow, requireOwnAccount } from './queries.ts';
import { requirePassword } from './require-password.ts';

/** What of a profile changes; a field that is not given stays. */
export interface ProfileChange {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  /** Asked for with another address. */
  readonly password?: string | undefined;
  readonly avatar?: string | null | undefined;
}

/**
 * Changes the caller's own name, address or picture. Another address asks for the password, and counts for nothing
 * until it is verified (R20); the operator of the host verifies by setting it, CONFLICT where somebody else has it.
 */
export const updateProfile = async (context: SessionContext, input: ProfileChange): Promise<OwnAccount> => {
  const before = requireOwnAccount(context);
  const { name = before.name } = input;
  const avatar = typeof input.avatar === 'string' ? requireAvatar(input.avatar) : input.avatar;
  if (input.email !== undefined && input.email !== before.email) await requireOwn(context, input.password);
  context.write((tx) => {
    const address = addressColumns(context, tx, input.email ?? before.email, before);
    const changed = { name, ...address, ...(avatar === undefined ? {} : { avatar }) };
    tx.database.run(sql.updateTable('account').set(changed).where('id', '=', before.id));
    const picture = avatar === undefined ? [] : [{ field: 'avatar', after: avatar ? 'changed' : 'removed' }];
    const told = { name: before.name, email: before.email, pendingEmail: before.pendingEmail ?? null };
    const after = { name, email: address.email, pendingEmail: address.pending_email };
    tx.audit({ changes: [...changesBetween(told, after), ...picture] });
  });
  return requireOwnAccount(context);
};

/** An account without a password is let in by a provider, or sits at this machine; the first has to choose one. */
const requireOwn = async (context: SessionContext, password: string | undefined): Promise<void> => {
  const { password_hash: hash } = callersRow(context);
  if (hash === null && context.caller.via === null) return;
  await requirePassword(context, password, 'password');
};

const addressColumns = (
  context: SessionContext,
  tx: AuditedTransaction,
  wanted: string,
  before: OwnAccount,
): { email: string; pending_email: string | null; email_verified_at?: number } => {
  if (wanted === before.email) {
    return { email: before.email, pending_email: before.pendingEmail ?? null };
  }
  if (!heldHostRights(context, context.caller).has('operate')) {
    return { email: before.email, pending_email: wanted };
  }
  requireFreeAddress(tx, before.id, wanted);
  return { email: wanted, pending_email: null, email_verified_at: tx.now };
};
