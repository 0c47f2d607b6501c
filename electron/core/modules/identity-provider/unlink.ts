import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { ProviderContext } from './context.ts';
import { identitiesOf } from './queries.ts';

const hasPassword = ({ database }: Store, accountId: string): boolean =>
  database.first(sql.selectFrom('account').select('password_hash').where('id', '=', accountId))
    ?.password_hash != null;

/**
 * Unlinks one of the caller's own identities; NOT_FOUND for anybody else's, CONFLICT on `password` where it is the
 * only way in.
 */
export const unlinkIdentity = (context: ProviderContext, identity: string): Record<never, never> => {
  const { store } = context;
  const { accountId } = context.caller;
  const own = identitiesOf(store, accountId);
  if (!own.some((each) => each.identity === identity)) {
    throw new AppError('NOT_FOUND', { kind: 'identity', id: identity });
  }
  if (own.length === 1 && !hasPassword(store, accountId)) {
    const reason = 'this is your only way in; choose a password first';
    throw new AppError('CONFLICT', { field: 'password', reason });
  }
  context.write((tx) => {
    tx.database.run(sql.deleteFrom('account_identity').where('id', '=', identity));
    tx.audit({ fact: { type: 'identityUnlinked' } });
  });
  return {};
};
