import type { Organization, OwnOrganization } from '#shared/contract/organization.ts';
import { permissionsOf } from '../../access/index.ts';
import type { Caller } from '../../rpc/caller.ts';
import { isOpenTo } from '../../rpc/only-in.ts';
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
  };
};

/** The same with all that the caller holds in it. */
export const ownOrganizationFor = (store: Store, subject: string, id: string): OwnOrganization => {
  const held = store.access.effective(subject, id);
  return {
    ...organizationFor(store, subject, id),
    permissions: held ? permissionsOf(held.everywhere) : [],
    grants: [...(held?.scopes ?? [])].map(([node, bits]) => ({
      nodeId: node.id,
      permissions: permissionsOf(bits),
    })),
  };
};

type Tell<O> = (store: Store, subject: string, id: string) => O;

/** The organizations that whoever asks gets into, by name, each as `tell` tells it. */
export const organizationsOf = <O extends Organization>(
  store: Store,
  caller: Pick<Caller, 'subject' | 'onlyIn'>,
  tell: Tell<O>,
): O[] =>
  store.access
    .organizationsOf(caller.subject)
    .filter((id) => isOpenTo(caller, id))
    .map((id) => tell(store, caller.subject, id))
    .sort((a, b) => a.name.localeCompare(b.name));
