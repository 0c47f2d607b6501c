import type { Organization } from '#shared/contract/organization.ts';
import { allPermissions } from '#shared/model/permissions.ts';
import { bitOf, hasBit } from '../../access/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';

/** An organization as one of its members sees it. */
export const organizationFor = (store: Store, accountId: string, id: string): Organization => {
  const row = requireRow(
    store.database.first(
      sql
        .selectFrom('organization')
        .innerJoin('node', 'node.id', 'organization.id')
        .select(['organization.id', 'node.name', 'organization.description', 'organization.created_at'])
        .where('organization.id', '=', id),
    ),
    'organization',
    id,
  );
  const held = store.access.permissionsIn(accountId, id);
  return {
    id,
    name: row.name ?? '',
    description: row.description,
    createdAt: instant(row.created_at),
    role: held?.role ?? '',
    permissions: held ? allPermissions.filter((permission) => hasBit(held.bits, bitOf(permission))) : [],
  };
};

/** The organizations of an account, by name. */
export const organizationsOf = (store: Store, accountId: string): Organization[] =>
  store.access
    .organizationsOf(accountId)
    .map((id) => organizationFor(store, accountId, id))
    .sort((a, b) => a.name.localeCompare(b.name));
