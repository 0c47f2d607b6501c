import { AppError } from '#shared/model/errors.ts';
import { withArticle } from '#shared/model/node-words.ts';
import { taggableKinds } from '#shared/model/nodes.ts';
import { meets } from '../bits.ts';
import type { MemberFacts } from '../effective.ts';
import type { GrantRow } from '../rows.ts';
import { usableOn } from '../usable.ts';
import type { Giver } from './giver.ts';
import type { Objection } from './objection.ts';
import type { Offer } from './offer.ts';
import type { PlannedGrant } from './plan.ts';

type Role = MemberFacts['role'];

/** Objects to a grant that opens nothing for the member, or for any member of the team, whose grant it would be. */
export function hollowGrantObjections(giver: Giver, { field, row }: PlannedGrant): Objection[] {
  const { memberships } = giver.store.access;
  const holders = memberships.holdersOf(row);
  const ids = row.roleId === null ? holders.map((id) => memberships.member(id)?.roleId ?? '') : [row.roleId];
  return hollowObjections(giver, field, row, [...new Set(ids)]);
}

/** Objects to the grants of an offer that would open nothing for the one to whom it is made. */
export function hollowOfferObjections(giver: Giver, { roleId, grants }: Offer): Objection[] {
  return grants.flatMap((grant, index) =>
    hollowObjections(giver, `grants.${index}`, grant, [grant.roleId ?? roleId]),
  );
}

/**
 * A grant of roles of which none opens anything there would be there and do nothing. A team without members is not
 * judged by their own roles, since nobody knows who joins.
 */
function hollowObjections(
  { store: { access } }: Giver,
  field: string,
  { nodeId, tagIds }: Pick<GrantRow, 'nodeId' | 'tagIds'>,
  roleIds: readonly string[],
): Objection[] {
  const node = access.node(nodeId ?? '');
  const kinds = node ? [node.kind] : tagIds ? taggableKinds : [];
  const roles = roleIds.flatMap((id) => access.memberships.role(id) ?? []);
  const isOfUse = ({ bits }: Role): boolean => kinds.some((kind) => meets(bits, usableOn(kind)));
  if (kinds.length === 0 || roles.length === 0 || roles.some(isOfUse)) return [];
  const names = roles.map(({ name }) => name).join(' or ');
  const where = node ? withArticle(node.kind) : 'anything that carries tags';
  const reason = `the role ${names} holds nothing that is of use on ${where}; name a role that does`;
  return [{ field, error: new AppError('CONFLICT', { field, reason }) }];
}
