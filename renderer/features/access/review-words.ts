import type { AccessReview } from '#shared/contract/access.ts';
import { builtInRoles } from '#shared/model/roles.ts';
import { counted, formatDay } from '../../lib/format.ts';
import { memberPath, teamPath } from '../../lib/navigation.ts';

type ReviewedGrant = AccessReview['unusedGrants'][number];

/** Where a grant holds, from below the organization. */
export const whereWords = ({ place, tags }: ReviewedGrant): string => {
  if (place) return place.path.includes('/') ? place.path.slice(place.path.indexOf('/') + 1) : place.path;
  return `tagged ${tags.join(', ')}`;
};

/** Nobody narrows the Owner; the name of the role is reserved. */
export const isOwner = ({ members }: Pick<AccessReview, 'members'>, memberId: string): boolean =>
  members.some((member) => member.memberId === memberId && member.role === builtInRoles.owner.name);

export const untilWords = (instant: string | null): string => (instant ? formatDay(instant) : 'never');

export const holderPath = (organizationId: string, { type, id }: ReviewedGrant['holder']): string =>
  type === 'team' ? teamPath(organizationId, id) : memberPath(organizationId, id);

/** Of whom the review says nothing yet, and from when on it will. */
export const earlyWords = (early: AccessReview['newMembers'], one: string): string | undefined =>
  early
    ? `Too early to say of ${counted(early.count, one)} of the last 30 days: from ${formatDay(early.from)}.`
    : undefined;
