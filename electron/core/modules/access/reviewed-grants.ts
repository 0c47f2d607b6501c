import type { AccessReview } from '#shared/contract/access.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { sql } from '../../store/database.ts';
import { instant } from '../node/index.ts';
import { placeOf, tagNames } from './view.ts';

type Reviewed = AccessReview['unusedGrants'][number];

const grants = sql
  .selectFrom('access_grant')
  .innerJoin('node', 'node.id', 'access_grant.id')
  .leftJoin('member', 'member.id', 'access_grant.member_id')
  .leftJoin('account', 'account.id', 'member.account_id')
  .selectAll('access_grant')
  .select('account.name as member_name');

const holderOf = (
  { store, caller }: OperationContext,
  row: { member_id: string | null; team_id: string | null; member_name: string | null },
): Reviewed['holder'] | null => {
  const { access } = store;
  const id = row.member_id ?? row.team_id ?? '';
  if (!access.canRead(caller.subject, id)) return null;
  return row.member_id === null
    ? { type: 'team', id, name: access.node(id)?.name ?? '' }
    : { type: 'member', id, name: row.member_name ?? '' };
};

/** The grants of an organization whose holder and place the caller may see, oldest first. */
export const reviewedGrants = (context: OperationContext, organizationId: string): Reviewed[] => {
  const { access, database } = context.store;
  const rows = database.all(
    grants.where('node.organization_id', '=', organizationId).orderBy('access_grant.created_at'),
  );
  return rows.flatMap((row) => {
    const holder = holderOf(context, row);
    const place = row.node_id === null ? undefined : access.node(row.node_id);
    const isHidden = row.node_id !== null && !access.canSee(context.caller.subject, row.node_id);
    if (!holder || isHidden) return [];
    return [
      {
        grantId: row.id,
        holder,
        place: place ? placeOf(place) : null,
        tags: tagNames(context, access.memberships.grant(row.id)?.tagIds ?? null),
        role: row.role_id === null ? null : (access.memberships.role(row.role_id)?.name ?? null),
        createdAt: instant(row.created_at),
        usedAt: row.used_at === null ? null : instant(row.used_at),
        endsAt: row.ends_at === null ? null : instant(row.ends_at),
      },
    ];
  });
};
