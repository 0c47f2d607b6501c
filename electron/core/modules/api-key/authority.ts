import { AppError } from '#shared/model/errors.ts';
import { foreignKeyObjections, requireNone } from '../../access/giving/index.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { callersKey } from './narrow.ts';
import type { KeyRecord } from './queries.ts';

/** The key and all that it made, and they made: what goes along when it is revoked. */
export const withOffspring = (store: Store, id: string): string[] => [
  id,
  ...store.database
    .all(sql.selectFrom('api_key').select('id').where('made_by', '=', id))
    .flatMap((row) => withOffspring(store, row.id)),
];

/**
 * Refuses whoever may neither act as the key's holder nor update that member, who then has to be of a lower level
 * (R2, R10). A key acts on itself and on what it made; on its holder's others only with `api.read`.
 */
export const requireAuthority = (context: OperationContext, key: KeyRecord): void => {
  const { store } = context;
  const { subject, accountId } = context.caller;
  if (accountId !== key.account_id) {
    requireNone(foreignKeyObjections(context, key.organization_id, key.member_id));
    return;
  }
  const own = callersKey(context);
  if (!own || withOffspring(store, own.id).includes(key.id)) return;
  if (store.access.can(subject, 'api.read', key.organization_id)) return;
  throw new AppError('FORBIDDEN', {
    permission: 'api.read',
    nodeId: key.id,
    wouldGrant: 'A key without it touches only itself and what it made.',
  });
};
