import type { Account, Session } from '#shared/contract/session.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { organizationsOf } from '../organization/index.ts';

const accountColumns = sql.selectFrom('account').select(['id', 'name', 'email']);

/** An account by id, or nothing. */
export const accountOf = (store: Store, id: string): Account | undefined =>
  store.database.first(accountColumns.where('id', '=', id));

/** The account that an operator of this machine acts as: the first one of the store. */
export const operatorOf = (store: Store): Account | undefined =>
  store.database.first(accountColumns.orderBy('created_at').orderBy('id').limit(1));

/** Who the caller is, where they may go, and where they were. */
export const sessionOf = (context: OperationContext, accountId: string): Session => {
  const { host, store } = context.core;
  const account = accountOf(store, accountId);
  const places = store.database.all(
    sql
      .selectFrom('place')
      .select(['organization_id', 'path'])
      .where('account_id', '=', accountId)
      .orderBy('visited_at', 'desc'),
  );
  const last = places[0]?.organization_id;
  return {
    ...(account ? { account } : {}),
    host: { kind: host.kind, version: host.version, platform: process.platform },
    organizations: organizationsOf(store, accountId),
    ...(last ? { lastOrganizationId: last } : {}),
    places: Object.fromEntries(places.map((place) => [place.organization_id, place.path])),
  };
};
