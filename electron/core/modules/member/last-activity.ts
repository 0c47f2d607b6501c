import type { Member } from '#shared/contract/member.ts';
import type { Usage } from '../../access/index.ts';
import { instant } from '../node/index.ts';

/** A member with the moment of the last operation, which is written down a minute later only. */
export function withLastActivity({ activeAt }: Pick<Usage, 'activeAt'>, member: Member): Member {
  const at = activeAt(member.id);
  return at === undefined ? member : { ...member, activeAt: instant(at) };
}
