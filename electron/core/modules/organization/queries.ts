import type { Organization } from '#shared/contract/organization.ts';
import { permissionsOf } from '../../access/index.ts';
import { sql } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import { instant, requireRow } from '../node/index.ts';

/** An organization as one of its members sees it. */
export const organizationFor = (store: Store, subject: string, id: string): Organization => {
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
  const held = store.access.effective(subject, id);
  const member = held && store.access.memberships.member(held.memberId);
  const role = member && store.access.memberships.role(member.roleId);
  return {
    id,
    name: row.name ?? '',
    description: row.description,
    createdAt: instant(row.created_at),
    memberId: held?.memberId ?? '',
    role: role?.name ?? '',
    level: role?.level ?? 0,
    permissions: held ? permissionsOf(held.everywhere) : [],
    grants: [...(held?.scopes ?? [])].map(([node, bits]) => ({
      nodeId: node.id,
      permissions: permissionsOf(bits),
    })),
  };
};

/** The organizations of an account, by name. */
export const organizationsOf = (store: Store, subject: string): Organization[] =>
  store.access
    .organizationsOf(subject)
    .map((id) => organizationFor(store, subject, id))
    .sort((a, b) => a.name.localeCompare(b.name));
