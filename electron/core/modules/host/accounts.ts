import type { HostAccount } from '#shared/contract/host.ts';
import { AppError } from '#shared/model/errors.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant } from '../node/index.ts';

/** The accounts of the store, the oldest first, with what the operator gave them. */
export function hostAccounts({ database }: Pick<Store, 'database'>): HostAccount[] {
  const rights = Map.groupBy(
    database.all(sql.selectFrom('host_right').select(['account_id', 'name']).orderBy('name')),
    (row) => row.account_id,
  );
  return database.all(accounts).map((row) => {
    const given = (rights.get(row.id) ?? []).map((right) => right.name);
    return {
      account: row.id,
      name: row.name,
      email: row.email,
      // the operator needs nobody's word
      isVerified: row.email_verified_at !== null || given.includes('operate'),
      ...(row.pending_email === null ? {} : { pendingEmail: row.pending_email }),
      createdAt: instant(row.created_at),
      rights: given,
      servers: row.servers,
    };
  });
}

/** One of them, by its id or its e-mail address. */
export function requireHostAccount(store: Pick<Store, 'database'>, named: string): HostAccount {
  const wanted = named.toLowerCase();
  const found = hostAccounts(store).find(({ account, email }) => account === named || email === wanted);
  if (found) return found;
  throw new AppError('NOT_FOUND', { kind: 'account', id: named });
}

const accounts = sql
  .selectFrom('account')
  .leftJoin('server', 'server.reached_by', 'account.id')
  .select(['account.id', 'account.name', 'account.email', 'account.pending_email', 'account.created_at'])
  .select('account.email_verified_at')
  .select(({ fn }) => fn.count<number>('server.id').as('servers'))
  .groupBy('account.id')
  .orderBy('account.created_at')
  .orderBy('account.id');
