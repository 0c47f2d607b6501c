import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import { newId } from '../../store/ids.ts';
import type { Transaction } from '../../store/store.ts';
import { createOrganization } from '../organization/index.ts';

/** What the one screen of the first run asks for. */
export interface FirstRun {
  readonly name: string;
  readonly email: string;
  readonly organizationName: string;
}

/**
 * Creates the first account of a store and its organization, of which it is the Owner. It is the account of whoever
 * operates the host (R20). CONFLICT on a store that has an account already: others join by invitation.
 */
export const firstRun = (tx: Transaction, input: FirstRun): { accountId: string; organizationId: string } => {
  if (tx.database.first(sql.selectFrom('account').select('id').limit(1))) {
    throw new AppError('CONFLICT', {
      field: 'store',
      reason: 'this store has been set up already; sign in to it',
    });
  }
  const accountId = newId('acc', tx.now);
  tx.database.run(
    sql
      .insertInto('account')
      .values({ id: accountId, name: input.name, email: input.email, created_at: tx.now }),
  );
  tx.database.run(
    sql
      .insertInto('host_right')
      .values({ account_id: accountId, name: 'operate', given_by: null, given_at: tx.now }),
  );
  const organizationId = createOrganization(tx, { name: input.organizationName, ownerAccountId: accountId });
  return { accountId, organizationId };
};
